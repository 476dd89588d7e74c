package dev.flawsmith.utility;

import java.util.ArrayList;
import java.util.List;

/** One class's figures, from the answers of all runs of an arm together. */
public record ClassFigures(String name, double recall, double precision, double f1) {
    static List<ClassFigures> of(List<String> classes, Confusion confusion) {
        List<ClassFigures> figures = new ArrayList<>();
        for (int c = 0; c < classes.size(); c++) {
            figures.add(new ClassFigures(classes.get(c), confusion.recall(c), confusion.precision(c), confusion.f1(c)));
        }
        return figures;
    }
}
