package dev.ringspect.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** The table of packages in {@code docs/architecture.md}: it names every package, and the code uses what it allows. */
class PackageMapTest {
    private static final Path ROOT = Path.of(System.getProperty("ringspect.root"));
    private static final String BASE = "dev.ringspect.";
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z.]+)` \\| ([^|]+) \\| [^|]+ \\| ([^|]+) \\|$");
    private static final Pattern NAME = Pattern.compile("`([A-Za-z.]+)`");
    private static final int MOST_FILES = 45;

    /** A row: what a package may use directly, and the classes to look at first. */
    private record Row(List<String> uses, List<String> first) {}

    @Test
    void everyPackageIsInTheTable() throws IOException {
        assertThat(rows().keySet()).containsExactlyInAnyOrderElementsOf(files().keySet());
    }

    @Test
    void theTableNamesWhatIsThere() throws IOException {
        Map<String, List<String>> files = files();
        rows().forEach((name, row) -> {
            assertThat(files.get(name)).as(name).containsAll(row.first);
            assertThat(files.keySet()).as(name).containsAll(row.uses);
        });
    }

    @Test
    void aPackageUsesOnlyWhatStandsAboveIt() throws IOException {
        List<String> above = new ArrayList<>();
        rows().forEach((name, row) -> {
            assertThat(above).as(name).containsAll(row.uses);
            above.add(name);
        });
    }

    @Test
    void theCodeUsesWhatTheTableAllows() throws IOException {
        Map<String, Row> rows = rows();
        Map<String, List<String>> files = files();
        Set<String> wrong = new TreeSet<>();
        for (JavaClass one : new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.ringspect.protocol", "dev.ringspect.tracer", "dev.ringspect.server")) {
            String name = one.getPackageName().substring(BASE.length());
            // the tracer's tests are a jar that the server's tests use
            if (!files.getOrDefault(name, List.of()).contains(topLevel(one))) {
                continue;
            }
            Set<String> allowed = reach(rows, name);
            for (Dependency dependency : one.getDirectDependenciesFromSelf()) {
                String used = dependency.getTargetClass().getPackageName();
                if (used.startsWith(BASE) && !allowed.contains(used.substring(BASE.length()))) {
                    wrong.add(one.getName() + " uses " + dependency.getTargetClass().getName());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void noPackageIsOverfull() throws IOException {
        files().forEach((name, files) -> assertThat(files).as(name).hasSizeLessThanOrEqualTo(MOST_FILES));
    }

    private static String topLevel(JavaClass one) {
        return one.getName().substring(one.getPackageName().length() + 1).split("\\$", 2)[0];
    }

    private static Set<String> reach(Map<String, Row> rows, String name) {
        Set<String> all = new HashSet<>(Set.of(name));
        Row row = Objects.requireNonNull(rows.get(name), name + " has no row in docs/architecture.md");
        row.uses.forEach(used -> all.addAll(reach(rows, used)));
        return all;
    }

    private static Map<String, Row> rows() throws IOException {
        Map<String, Row> rows = new LinkedHashMap<>();
        ROW.matcher(Files.readString(ROOT.resolve("docs/architecture.md"))).results()
                .forEach(row -> rows.put(row.group(1), new Row(names(row.group(2)), names(row.group(3)))));
        return rows;
    }

    private static List<String> names(String cell) {
        return NAME.matcher(cell).results().map((MatchResult name) -> name.group(1)).toList();
    }

    /** The classes of each package, by the files that hold them. */
    private static Map<String, List<String>> files() throws IOException {
        Map<String, List<String>> files = new LinkedHashMap<>();
        for (String module : List.of("protocol", "tracer", "server")) {
            Path sources = ROOT.resolve(module).resolve("src/main/java/dev/ringspect");
            try (Stream<Path> found = Files.walk(sources)) {
                found.filter(file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"))
                        .forEach(file -> files
                                .computeIfAbsent(sources.relativize(file.getParent()).toString().replace('/', '.'),
                                        _ -> new ArrayList<>())
                                .add(file.getFileName().toString().replace(".java", "")));
            }
        }
        return files;
    }
}
