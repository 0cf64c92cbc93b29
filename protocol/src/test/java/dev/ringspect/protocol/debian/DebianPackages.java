package dev.ringspect.protocol.debian;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;

/**
 * Packages that apt downloads and {@code dpkg-deb} unpacks into {@code protocol/target/debian}. Nothing is installed, no
 * list or cache of the machine's apt is changed, and no right is needed. What was unpacked once serves all later runs,
 * until {@code mvn clean}.
 */
public final class DebianPackages {
    /** The release in which the newest of the constants came that the built-in protocols name. */
    private static final int OLDEST_MAJOR = 6;
    private static final int OLDEST_MINOR = 17;
    private static final Path APT = Path.of("/etc/apt");
    /** Where a line of apt's sources, of either form, says that Debian itself is. */
    private static final Pattern MIRROR = Pattern.compile("^(?:URIs:|deb(?: \\[[^]]*])?) *(\\S+/debian/?)(?= |$)",
            Pattern.MULTILINE);

    /** What came of unpacking. */
    public sealed interface Unpacked {
        /**
         * The packages are there.
         *
         * @param root what would be {@code /} if they were installed
         */
        record At(Path root) implements Unpacked {
            /** The packages' {@code /usr/include}. */
            public Path include() {
                return root.resolve("usr/include");
            }
        }

        /**
         * They are not to be had.
         *
         * @param why one line, for whoever reads the test's output
         */
        record Missing(String why) implements Unpacked {}

        /** The packages; without them the running test is skipped, and why is printed. */
        default At orSkip() {
            return switch (this) {
                case At at -> at;
                case Missing(String why) -> {
                    System.out.println("skipped: " + why);
                    yield Assumptions.abort(why);
                }
            };
        }
    }

    private final Path home;
    private final String name;
    private final List<String> apt;

    private DebianPackages(String name, List<String> options) {
        this.home = Path.of(System.getProperty("ringspect.root", "..")).toAbsolutePath().normalize()
                .resolve("protocol/target/debian");
        this.name = name;
        this.apt = options;
    }

    /**
     * Packages in the version that this machine's release has.
     *
     * @param name of the folder they share
     */
    public static Unpacked ofThisRelease(String name, String... packages) {
        DebianPackages own = new DebianPackages(name, List.of());
        Unpacked unpacked = own.unpack(List.of(packages));
        if (unpacked instanceof Unpacked.Missing) {
            // a fresh container has no lists: fetch them into a folder of ours, from where the machine's apt would
            DebianPackages fresh = new DebianPackages(name, List.of("-o",
                    "Dir::State::Lists=" + own.folder("lists-" + name)));
            return fresh.update().<Unpacked>map(Unpacked.Missing::new).orElseGet(() -> fresh.unpack(List.of(packages)));
        }
        return unpacked;
    }

    /**
     * The kernel's headers for programs, the newest of the backports to Debian's stable release and of what is tried out:
     * those of one of the last kernels, at least 6.17.
     */
    public static Unpacked recentKernelHeaders() {
        String name = "newest-kernel";
        DebianPackages backports = new DebianPackages(name, List.of());
        Path sources = backports.folder("sources-" + name);
        List<String> options = List.of("-o", "Dir::Etc::SourceList=/dev/null", "-o", "Dir::Etc::SourceParts=" + sources,
                "-o", "Dir::Etc::Preferences=" + sources.resolve("preferences"),
                "-o", "Dir::State::Lists=" + backports.folder("lists-" + name), "-o", "Dir::State::Status=/dev/null",
                "-o", "Acquire::Languages=none");
        DebianPackages apt = new DebianPackages(name, options);
        List<String> packages = List.of("linux-libc-dev");
        if (apt.isThere(packages)) {
            return new Unpacked.At(apt.home.resolve(name));
        }
        try {
            Files.createDirectories(sources);
            Optional<String> mirror = mirror();
            if (mirror.isEmpty()) {
                return new Unpacked.Missing("no source of this machine's apt is a Debian mirror");
            }
            Files.writeString(sources.resolve("backports.sources"), """
                    Types: deb
                    URIs: %s
                    Suites: stable-backports experimental
                    Components: main
                    Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
                    """.formatted(mirror.get()));
            Files.writeString(sources.resolve("preferences"), """
                    Package: *
                    Pin: release *
                    Pin-Priority: 990
                    """);
        } catch (IOException failed) {
            return new Unpacked.Missing("cannot write " + sources + ": " + failed.getMessage());
        }
        return apt.update().<Unpacked>map(Unpacked.Missing::new).orElseGet(() -> apt.unpack(packages));
    }

    /** The mirror that the machine's own apt takes Debian from. */
    private static Optional<String> mirror() throws IOException {
        List<Path> files = new ArrayList<>(List.of(APT.resolve("sources.list")));
        Path parts = APT.resolve("sources.list.d");
        if (Files.isDirectory(parts)) {
            try (Stream<Path> list = Files.list(parts)) {
                list.sorted().forEach(files::add);
            }
        }
        for (Path file : files) {
            Matcher found = MIRROR.matcher(Files.isRegularFile(file) ? Files.readString(file) : "");
            if (found.find()) {
                return Optional.of(found.group(1));
            }
        }
        return Optional.empty();
    }

    private Path folder(String called) {
        return home.resolve(called);
    }

    private boolean isThere(List<String> packages) {
        try {
            // the list is written before the folder gets its name, so a folder with a list is whole
            return Files.readAllLines(folder(name).resolve("packages")).equals(packages);
        } catch (IOException missing) {
            return false;
        }
    }

    private Optional<String> update() {
        try {
            Files.createDirectories(folder("lists-" + name).resolve("partial"));
        } catch (IOException failed) {
            return Optional.of("cannot write " + home + ": " + failed.getMessage());
        }
        return said(home, apt("update")).map(said -> "apt-get update for " + name + " failed: " + said);
    }

    private Unpacked unpack(List<String> packages) {
        if (isThere(packages)) {
            return new Unpacked.At(folder(name));
        }
        Path work = null;
        try {
            Files.createDirectories(home);
            work = Files.createTempDirectory(home, name + ".");
            List<String> download = apt("download");
            download.addAll(packages);
            var refused = said(work, download);
            if (refused.isPresent()) {
                return new Unpacked.Missing("apt-get could not download " + packages + ": " + refused.get());
            }
            for (Path file : files(work)) {
                if (tooOld(file.getFileName().toString())) {
                    return new Unpacked.Missing("the newest kernel headers to be had are " + file.getFileName()
                            + ", older than " + OLDEST_MAJOR + "." + OLDEST_MINOR);
                }
                var broken = said(work, List.of("dpkg-deb", "-x", file.toString(), "."));
                if (broken.isPresent()) {
                    return new Unpacked.Missing("dpkg-deb -x " + file.getFileName() + ": " + broken.get());
                }
                System.out.println("unpacked for comparison: " + file.getFileName());
                Files.delete(file);
            }
            Files.write(work.resolve("packages"), packages);
            delete(folder(name));
            Files.move(work, folder(name), StandardCopyOption.ATOMIC_MOVE);
            return new Unpacked.At(folder(name));
        } catch (IOException failed) {
            // somebody else may have been quicker
            return isThere(packages)
                    ? new Unpacked.At(folder(name))
                    : new Unpacked.Missing("cannot unpack " + packages + ": " + failed.getMessage());
        } finally {
            if (work != null) {
                delete(work);
            }
        }
    }

    private boolean tooOld(String file) {
        Matcher version = Pattern.compile("linux-libc-dev_(\\d+)\\.(\\d+)\\..*").matcher(file);
        if (!name.equals("newest-kernel") || !version.matches()) {
            return false;
        }
        int major = Integer.parseInt(version.group(1));
        return major < OLDEST_MAJOR || (major == OLDEST_MAJOR && Integer.parseInt(version.group(2)) < OLDEST_MINOR);
    }

    /** Options that keep apt's hands off the machine, and let it give up soon without a network. */
    private List<String> apt(String what) {
        List<String> command = new ArrayList<>(List.of("apt-get", "-q", "-o", "Dir::Cache=" + folder("cache"), "-o",
                "APT::Sandbox::User=", "-o", "Acquire::http::Timeout=10", "-o", "Acquire::Retries=3", "-o",
                "APT::Update::Error-Mode=any"));
        command.addAll(apt);
        command.add(what);
        return command;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(".deb")).sorted().toList();
        }
    }

    /** Runs a command; gives what it complained of when it failed. */
    private static Optional<String> said(Path folder, List<String> command) {
        try {
            Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile())).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.of("it did not end");
            }
            if (process.exitValue() == 0) {
                return Optional.empty();
            }
            return Optional.of(said.lines().filter(line -> line.startsWith("E:")).findFirst()
                    .orElse("exit code " + process.exitValue()));
        } catch (IOException missing) {
            return Optional.of(command.getFirst() + " does not run here: " + missing.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    private static void delete(Path folder) {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
            } catch (IOException left) {
                System.out.println("left behind: " + folder + ": " + left.getMessage());
            }
        }
    }
}
