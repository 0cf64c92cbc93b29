package dev.ringspect.protocol.syntax.c;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import dev.ringspect.protocol.syntax.btf.BtfFile;
import dev.ringspect.protocol.syntax.btf.BtfParser;

/** Compiles C in a folder of its own and has pahole write the types as BTF: the truth about layouts. */
final class CompilerBtf implements AutoCloseable {
    private final Path folder;
    private final List<String> compiler;

    /** @param compiler {@code gcc} or {@code clang}, and options that choose the machine */
    CompilerBtf(List<String> compiler) throws IOException {
        this.compiler = compiler;
        folder = Files.createTempDirectory("ringspect-gcc");
    }

    /** Why there is no truth to be had of {@code compiler} on this machine; empty when there is. */
    static Optional<String> missing(List<String> compiler) {
        List<String> compile = new ArrayList<>(compiler);
        compile.addAll(List.of("-fsyntax-only", "-x", "c", "/dev/null"));
        for (List<String> command : List.of(compile, List.of("pahole", "--version"))) {
            try {
                if (run(Path.of("."), command) != 0) {
                    return Optional.of(String.join(" ", command) + " does not run");
                }
            } catch (UncheckedIOException _) {
                return Optional.of(command.getFirst() + " is not installed");
            }
        }
        return Optional.empty();
    }

    /** Writes a source; {@code name} ends with {@code .c}. */
    void source(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    /** Compiles sources in as few processes as possible; gives the names of those that compile. */
    List<String> compile(List<String> names, String... options) {
        List<Thread> threads = new ArrayList<>();
        int parts = Math.max(1, Math.min(names.size(), Runtime.getRuntime().availableProcessors()));
        for (int part = 0; part < parts; part++) {
            List<String> share = names.subList(names.size() * part / parts, names.size() * (part + 1) / parts);
            threads.add(Thread.ofPlatform().start(() -> {
                List<String> command = new ArrayList<>(compiler);
                command.addAll(List.of("-gdwarf-4", "-w", "-pipe", "-c", "-fno-eliminate-unused-debug-types"));
                command.addAll(List.of(options));
                command.addAll(share);
                run(folder, command);
                // one by one, since pahole stops at the first file that has no types; into files of their own, since it
                // would have another program add a section to the object
                List<String> encode = new ArrayList<>(List.of("sh", "-c", "for name; do pahole -j1 "
                        + "--btf_encode_detached=\"$name.btf\" \"$name\"; done", "sh"));
                share.stream().map(CompilerBtf::object).filter(object -> Files.exists(folder.resolve(object)))
                        .forEach(encode::add);
                run(folder, encode);
            }));
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return names.stream().filter(name -> Files.exists(folder.resolve(object(name)))).toList();
    }

    /** The types of a source that compiles; empty when it declares none. */
    Optional<BtfFile> types(String name) {
        Path btf = folder.resolve(object(name) + ".btf");
        try {
            if (!Files.exists(btf)) {
                return Optional.empty();
            }
            BtfParser.Result result = BtfParser.read(btf);
            return result.problems().isEmpty() ? Optional.of(result.file()) : Optional.empty();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String object(String source) {
        return source.substring(0, source.length() - 1) + "o";
    }

    private static int run(Path folder, List<String> command) {
        try {
            Process process = new ProcessBuilder(command).directory(folder.toFile())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(300, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return -1;
            }
            return process.exitValue();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    @Override
    public void close() throws IOException {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        }
    }
}
