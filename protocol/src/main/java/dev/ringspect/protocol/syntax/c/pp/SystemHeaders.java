package dev.ringspect.protocol.syntax.c.pp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.ringspect.protocol.layout.Abi;

/**
 * Where this machine's compiler finds its headers.
 *
 * @param paths folders in the order of the search
 * @param foreign the machine whose headers stand in because those of the wanted ABI are not installed
 */
public record SystemHeaders(List<Path> paths, Optional<String> foreign) {
    public SystemHeaders {
        paths = List.copyOf(paths);
    }

    /** No folder at all: for texts that stand alone. */
    public static SystemHeaders none() {
        return new SystemHeaders(List.of(), Optional.empty());
    }

    /** The folders that gcc, else clang, uses on this machine for {@code abi}. */
    public static SystemHeaders of(Abi abi) {
        return of(abi, Path.of("/usr"));
    }

    static SystemHeaders of(Abi abi, Path usr) {
        List<Path> paths = new ArrayList<>();
        String host = triple(Abi.host());
        newest(usr.resolve("lib/gcc").resolve(triple(abi)), "include")
                .or(() -> newest(usr.resolve("lib/gcc").resolve(host), "include"))
                .or(() -> newest(usr.resolve("lib/clang"), "include")).ifPresent(paths::add);
        add(paths, usr.resolve("local/include"));
        boolean own = add(paths, usr.resolve("include").resolve(triple(abi)));
        own |= add(paths, usr.resolve(triple(abi)).resolve("include"));
        boolean standIn = !own && add(paths, usr.resolve("include").resolve(host));
        add(paths, usr.resolve("include"));
        // the multiarch folder of x86-64 holds the headers of i386 too
        boolean same = abi == Abi.I386 && Abi.host() == Abi.X86_64;
        return new SystemHeaders(paths, standIn && !same ? Optional.of(host) : Optional.empty());
    }

    private static String triple(Abi abi) {
        return switch (abi) {
            case X86_64 -> "x86_64-linux-gnu";
            case I386 -> "i386-linux-gnu";
            case AARCH64 -> "aarch64-linux-gnu";
            case ARM -> "arm-linux-gnueabihf";
            case RISCV64 -> "riscv64-linux-gnu";
        };
    }

    private static boolean add(List<Path> paths, Path folder) {
        return Files.isDirectory(folder) && paths.add(folder);
    }

    private static Optional<Path> newest(Path folder, String inside) {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(folder)) {
            return versions.map(version -> version.resolve(inside)).filter(Files::isDirectory)
                    .max(Comparator.comparingInt(SystemHeaders::version));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private static int version(Path include) {
        String name = String.valueOf(include.getName(include.getNameCount() - 2));
        int end = 0;
        int value = 0;
        while (end < name.length() && end < 6 && Character.isDigit(name.charAt(end))) {
            value = value * 10 + Character.digit(name.charAt(end++), 10);
        }
        return value;
    }
}
