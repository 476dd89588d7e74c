package dev.flawsmith.evaluation.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The units whose labels are exchangeable: groups of near-duplicate photos. A group with photos of both sides says nothing
 * of which side was trained on: all its photos are left out of the statistics, and reported. Immutable.
 */
final class Units {
    private final int[] unitOfPhoto;
    private final boolean[] train;
    private final int[] stratum;
    private final List<List<Integer>> acrossSides;
    private final int withinSides;

    private Units(int[] unitOfPhoto, boolean[] train, int[] stratum, List<List<Integer>> acrossSides, int withinSides) {
        this.unitOfPhoto = unitOfPhoto;
        this.train = train;
        this.stratum = stratum;
        this.acrossSides = acrossSides;
        this.withinSides = withinSides;
    }

    /** @param groups every photo once, in any order */
    static Units of(List<RealPhoto> photos, List<List<Integer>> groups) {
        int[] unit = new int[photos.size()];
        Arrays.fill(unit, -1);
        List<Integer> first = new ArrayList<>();
        List<List<Integer>> across = new ArrayList<>();
        int within = 0;
        for (List<Integer> group : groups) {
            long trained = group.stream().filter(i -> photos.get(i).train()).count();
            if (trained > 0 && trained < group.size()) {
                across.add(List.copyOf(group));
                continue;
            }
            group.forEach(i -> unit[i] = first.size());
            first.add(group.get(0));
            within += group.size() - 1;
        }
        Map<String, Integer> classes = new LinkedHashMap<>();
        boolean[] train = new boolean[first.size()];
        int[] stratum = new int[first.size()];
        for (int u = 0; u < train.length; u++) {
            RealPhoto photo = photos.get(first.get(u));
            train[u] = photo.train();
            stratum[u] = classes.computeIfAbsent(photo.className(), name -> classes.size());
        }
        return new Units(unit, train, stratum, List.copyOf(across), within);
    }

    int count() {
        return train.length;
    }

    /** The unit of a photo, -1 for one that was left out. */
    int unitOf(int photo) {
        return unitOfPhoto[photo];
    }

    boolean[] train() {
        return train.clone();
    }

    /** The class of each unit, numbered from 0. */
    int[] stratum() {
        return stratum.clone();
    }

    int trained() {
        int count = 0;
        for (boolean one : train) {
            count += one ? 1 : 0;
        }
        return count;
    }

    /** Groups with photos of both sides. */
    List<List<Integer>> acrossSides() {
        return acrossSides;
    }

    /** Photos that share a unit with an earlier photo of the same side. */
    int withinSides() {
        return withinSides;
    }

    /** Photos of one side that are in a unit. */
    int[] photos(boolean ofTrain) {
        List<Integer> chosen = new ArrayList<>();
        for (int i = 0; i < unitOfPhoto.length; i++) {
            if (unitOfPhoto[i] >= 0 && train[unitOfPhoto[i]] == ofTrain) {
                chosen.add(i);
            }
        }
        return chosen.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The first photo of every unit. */
    int[] onePhotoEach() {
        int[] first = new int[train.length];
        for (int i = unitOfPhoto.length - 1; i >= 0; i--) {
            if (unitOfPhoto[i] >= 0) {
                first[unitOfPhoto[i]] = i;
            }
        }
        return first;
    }
}
