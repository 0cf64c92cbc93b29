package dev.ringspect.server.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import dev.ringspect.server.cli.terminal.Exit;
import dev.ringspect.server.cli.terminal.Terminal;
import dev.ringspect.server.lsp.LanguageServerMain;
import org.jspecify.annotations.Nullable;

/**
 * Changes real files at random, by a seed, and gives them to the commands that read such files: nothing may end with 70,
 * take longer than ten seconds, or need more memory than the launcher allows. {@code script/mutate} runs it;
 * {@code docs/fuzzing.md} says how.
 */
public final class MutationLoop {
    private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int LARGEST_SEED = 1 << 20;
    private static final byte[][] PIECES = Stream
            .of("{", "}", "(", ")", "[", "]", ";", ",", "*", "/*", "\"", "struct a {",
                    "union {", "#include", "#define", "import ", "command C = ", "0", "-1", "4294967296", "1 << 63",
                    "\0", "\u00e9")
            .map(piece -> piece.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);

    private final Random random;
    private final Path folder;
    private final List<Path> seeds;
    private final Map<String, Integer> counts = new TreeMap<>();
    private int bad;
    private volatile @Nullable Watched watched;

    /** What runs at this moment. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Watched(String command, byte[] bytes, long began) {}

    private MutationLoop(long seed, Path folder, List<Path> seeds) {
        this.random = new Random(seed);
        this.folder = folder;
        this.seeds = seeds;
    }

    /** {@code SECONDS SEED PATH...}: for so long, by that seed, with the files at and below the paths. */
    public static void main(String[] arguments) throws IOException {
        List<Path> seeds = new ArrayList<>();
        for (String root : Arrays.asList(arguments).subList(2, arguments.length)) {
            try (Stream<Path> below = Files.walk(Path.of(root))) {
                below.filter(MutationLoop::isSeed).sorted().forEach(seeds::add);
            }
        }
        Path folder = Files.createTempDirectory("ringspect-mutation");
        MutationLoop loop = new MutationLoop(Long.parseLong(arguments[1]), folder, seeds);
        Thread worker = Thread.currentThread();
        Thread.ofPlatform().daemon().start(() -> loop.watch(worker));
        loop.run(TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[0])));
        loop.counts.forEach((what, count) -> System.out.println(count + "\t" + what));
        System.out.println(seeds.size() + " seeds, " + loop.bad + " bad");
        System.exit(loop.bad == 0 ? 0 : 1);
    }

    /** Ends the process when something never ends, and says what and where. */
    private void watch(Thread worker) {
        while (true) {
            Watched now = watched;
            if (now != null && System.nanoTime() - now.began > 6 * SLOW_NANOS) {
                try {
                    System.out.println(now.command + " does not end on "
                            + Files.write(Files.createTempFile("ringspect-bad", ""), now.bytes));
                } catch (IOException unwritable) {
                    System.out.println(now.command + " does not end; " + unwritable);
                }
                Arrays.stream(worker.getStackTrace()).limit(40).forEach(frame -> System.out.println("    " + frame));
                Runtime.getRuntime().halt(1);
            }
            LockSupport.parkNanos(SLOW_NANOS / 10);
        }
    }

    private static boolean isSeed(Path file) {
        return Files.isRegularFile(file) && !kind(file).isEmpty() && file.toFile().length() <= LARGEST_SEED
                && file.toFile().length() > 0;
    }

    private static String kind(Path file) {
        String name = file.getFileName().toString();
        return Stream.of("uring", "h", "c", "rs", "o", "ko", "btf", "json", "lsp")
                .filter(end -> name.endsWith("." + end))
                .findFirst().orElse("");
    }

    private void run(long nanos) throws IOException {
        long began = System.nanoTime();
        while (System.nanoTime() - began < nanos) {
            Path seed = seeds.get(random.nextInt(seeds.size()));
            String kind = kind(seed);
            Path file = folder.resolve((kind.equals("json") ? "ringspect." : "mutated.") + kind);
            byte[] bytes = mutated(Files.readAllBytes(seed));
            Files.write(file, bytes);
            for (String[] command : commands(kind, file)) {
                one(command, bytes);
            }
            Files.delete(file);
        }
    }

    private String[][] commands(String kind, Path file) {
        String name = file.toString();
        return switch (kind) {
            case "uring" -> new String[][]{{"check", name}, {"layout", name}, {"layout", "--json", name},
                    {"fmt", "--check", name}, {"trace", "--protocol", name, "--filter", "x =="}};
            case "json" ->
                new String[][]{{"check", folder.toString()}, {"check", "--baseline", name, folder.toString()}};
            case "lsp" -> new String[][]{{"lsp"}};
            case "o", "ko", "btf" -> new String[][]{{"layout", name}};
            default -> new String[][]{{"check", name}, {"layout", "--json", name}};
        };
    }

    private void one(String[] command, byte[] bytes) throws IOException {
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        long began = System.nanoTime();
        watched = new Watched(String.join(" ", command), bytes, began);
        int exit = command[0].equals("lsp")
                ? LanguageServerMain.run(new ByteArrayInputStream(bytes), OutputStream.nullOutputStream())
                : Main.run(new Terminal(OutputStream.nullOutputStream(),
                        new PrintStream(messages, true, StandardCharsets.UTF_8), false), command);
        watched = null;
        boolean slow = System.nanoTime() - began > SLOW_NANOS;
        counts.merge(command[0] + ": exit " + exit + (slow ? ", slow" : ""), 1, Integer::sum);
        if (slow || exit == Exit.BUG) {
            bad++;
            Path kept = Files.createTempFile("ringspect-bad", command[command.length - 1].replaceAll(".*\\.", "."));
            Files.write(kept, bytes);
            System.out.println(String.join(" ", command) + (slow ? " is slow" : "") + " on " + kept + ": "
                    + messages.toString(StandardCharsets.UTF_8).strip());
        }
    }

    private byte[] mutated(byte[] original) {
        byte[] bytes = original;
        int changes = 1 + random.nextInt(8);
        for (int i = 0; i < changes && bytes.length > 0; i++) {
            int at = random.nextInt(bytes.length);
            int length = Math.min(bytes.length - at, 1 + random.nextInt(random.nextBoolean() ? 8 : 400));
            bytes = switch (random.nextInt(6)) {
                case 0 -> flipped(bytes, at);
                case 1 -> spliced(bytes, at, length, new byte[0]);
                case 2 -> spliced(bytes, at, 0, Arrays.copyOfRange(bytes, at, at + length));
                case 3 -> spliced(bytes, at, length, PIECES[random.nextInt(PIECES.length)]);
                case 4 -> spliced(bytes, at, 0, repeated(PIECES[random.nextInt(PIECES.length)]));
                default -> Arrays.copyOf(bytes, Math.max(1, at));
            };
        }
        return bytes;
    }

    private byte[] repeated(byte[] piece) {
        return new String(piece, StandardCharsets.UTF_8).repeat(1 + random.nextInt(3000))
                .getBytes(StandardCharsets.UTF_8);
    }

    private byte[] flipped(byte[] bytes, int at) {
        byte[] copy = bytes.clone();
        copy[at] ^= (byte) (1 << random.nextInt(8));
        return copy;
    }

    private static byte[] spliced(byte[] bytes, int at, int removed, byte[] added) {
        byte[] made = new byte[bytes.length - removed + added.length];
        System.arraycopy(bytes, 0, made, 0, at);
        System.arraycopy(added, 0, made, at, added.length);
        System.arraycopy(bytes, at + removed, made, at + added.length, bytes.length - at - removed);
        return made;
    }
}
