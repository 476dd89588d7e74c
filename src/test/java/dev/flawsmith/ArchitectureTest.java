package dev.flawsmith;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.flawsmith.guard.ReleasedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Holds the arrows between the packages; CONTRIBUTING.md has the same table in words. */
@AnalyzeClasses(packages = "dev.flawsmith", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final String ROOT = "dev.flawsmith.";

    /**
     * What each package, its sub-packages included, may use of this project beside itself. {@code cli} may use
     * everything and is left out. A name stands for its sub-packages too.
     */
    private static final Map<String, List<String>> MAY_USE = Map.ofEntries(
            // guard, image and model: only the types that stand in the API of synthesis
            Map.entry("http", List.of("synthesis", "jobs", "evaluation", "guard", "image", "model")),
            Map.entry("synthesis", List.of("batching", "guard", "model", "sampling", "image")),
            Map.entry("batching", List.of("sampling", "model")),
            Map.entry("sampling", List.of()),
            Map.entry("model", List.of("image")),
            Map.entry("image", List.of()),
            Map.entry("memorization", List.of("image", "model", "math")),
            Map.entry("guard", List.of("memorization", "image")),
            Map.entry("dataset", List.of("image")),
            Map.entry("training", List.of("model", "sampling", "dataset", "image")),
            // guard and model: only the types that stand in the API of synthesis
            Map.entry("augmentation", List.of("synthesis", "dataset", "image", "guard", "model")),
            Map.entry("math", List.of()),
            Map.entry("evaluation", List.of("memorization", "model", "image", "dataset", "math")),
            Map.entry(
                    "bench",
                    List.of(
                            "synthesis",
                            "guard",
                            "memorization",
                            "math",
                            "model",
                            "sampling",
                            "image",
                            "training",
                            "augmentation",
                            "http",
                            "evaluation")),
            // model, dataset and image: what it trains and judges on; sampling: numbered randomness
            Map.entry(
                    "utility",
                    List.of("training", "evaluation", "augmentation", "model", "sampling", "dataset", "image")),
            Map.entry("jobs", List.of("synthesis", "augmentation", "evaluation")));

    /** On the way of an image request. */
    private static final String[] REQUEST_PATH =
            in("synthesis", "batching", "sampling", "model", "guard", "memorization", "image");

    @ArchTest
    static void everyPackageUsesOnlyWhatTheTableAllows(JavaClasses classes) {
        MAY_USE.forEach((name, uses) -> noClasses()
                .that()
                .resideInAPackage(ROOT + name + "..")
                .should()
                .dependOnClassesThat(ours().and(not(resideInAnyPackage(withItself(name, uses)))))
                .because(name + " may use " + (uses.isEmpty() ? "no other package" : String.join(", ", uses)))
                .allowEmptyShould(true)
                .check(classes));
    }

    @ArchTest
    static void everyPackageStandsInTheTable(JavaClasses classes) {
        Set<String> unknown = new TreeSet<>();
        for (JavaClass type : classes) {
            String name = type.getPackageName();
            String top = name.length() < ROOT.length()
                    ? "the root package"
                    : name.substring(ROOT.length()).replaceFirst("\\..*", "");
            if (!top.equals("cli") && !MAY_USE.containsKey(top)) {
                unknown.add(top);
            }
        }
        assertTrue(unknown.isEmpty(), "expected packages of the table, found also " + unknown);
    }

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles =
            slices().matching(ROOT + "(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nothingDependsOnTheCommandLine = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + "cli..");

    @ArchTest
    static final ArchRule onlyTheCommandLineAndTheBenchDependOnHttp = noClasses()
            .that()
            .resideOutsideOfPackages(in("cli", "bench", "http"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + "http..");

    @ArchTest
    static final ArchRule anImageRequestNeedsNothingOfTrainingOrJobs = noClasses()
            .that()
            .resideInAnyPackage(REQUEST_PATH)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(in("training", "evaluation", "utility", "jobs", "bench"));

    @ArchTest
    static final ArchRule samplingIsPureJdk = classes()
            .that()
            .resideInAPackage(ROOT + "sampling..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(ROOT + "sampling..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule modelSeamsKnowNoEngine = noClasses()
            .that()
            .resideInAPackage("dev.flawsmith.model")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(in("model.djl", "model.onnx"));

    @ArchTest
    static final ArchRule javalinStaysInHttp = onlyIn("io.javalin..", "cli", "http");

    @ArchTest
    static final ArchRule djlStaysInModelTrainingAndUtility = onlyIn("ai.djl..", "model", "training", "utility");

    @ArchTest
    static final ArchRule onnxRuntimeStaysInItsAdapter = onlyIn("ai.onnxruntime..", "model.onnx");

    @ArchTest
    static final ArchRule micrometerStaysInItsPackage = onlyIn("io.micrometer..", "http.metrics");

    @ArchTest
    static final ArchRule theSchemaGeneratorStaysInItsPackage = onlyIn("com.github.victools..", "http.openapi");

    @ArchTest
    static final ArchRule logbackStaysInTheCommandLine = onlyIn("ch.qos.logback..", "cli");

    @ArchTest
    static final ArchRule picocliStaysInTheCommandLine = onlyIn("picocli..", "cli");

    @ArchTest
    static final ArchRule onlyTheGuardCanConstructAReleasedImage =
            constructors().that().areDeclaredIn(ReleasedImage.class).should().bePackagePrivate();

    @ArchTest
    static final ArchRule onlyTheGuardConstructsReleasedImages = noClasses()
            .that()
            .resideOutsideOfPackage("dev.flawsmith.guard")
            .should()
            .callConstructorWhere(DescribedPredicate.describe(
                    "of ReleasedImage", call -> call.getTargetOwner().isEquivalentTo(ReleasedImage.class)));

    @ArchTest
    static final ArchRule onlyTheCommandLineEndsTheProcess = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "cli..")
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class);

    @ArchTest
    static final ArchRule onlyTheCommandLineHasStandardStreams = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "cli..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .accessField(System.class, "in");

    private static ArchRule onlyIn(String library, String... packages) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(in(packages))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library);
    }

    private static DescribedPredicate<JavaClass> ours() {
        return resideInAPackage("dev.flawsmith..");
    }

    private static String[] withItself(String name, List<String> uses) {
        List<String> all = new ArrayList<>(uses);
        all.add(name);
        return in(all.toArray(String[]::new));
    }

    private static String[] in(String... packages) {
        return Stream.of(packages).map(name -> ROOT + name + "..").toArray(String[]::new);
    }
}
