package dev.ringspect.server.cli.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.ringspect.protocol.text.ByteText;

/** The arguments of this process as it was given them; the JVM replaces bytes that its locale has no character for. */
public final class RawArguments {
    private static final String REPLACED = "\uFFFD";

    private RawArguments() {}

    /** {@code arguments}, in the manner of {@link ByteText} where the JVM replaced some of their bytes. */
    public static String[] of(String... arguments) {
        if (Arrays.stream(arguments).noneMatch(argument -> argument.contains(REPLACED))) {
            return arguments;
        }
        try {
            List<String> all = split(Files.readAllBytes(Path.of("/proc/self/cmdline")));
            int before = all.size() - arguments.length;
            return before < 0 ? arguments : all.subList(before, all.size()).toArray(String[]::new);
        } catch (IOException unknown) {
            return arguments;
        }
    }

    /** The parts that each end in a zero byte. */
    static List<String> split(byte[] bytes) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                parts.add(ByteText.of(Arrays.copyOfRange(bytes, start, i)));
                start = i + 1;
            }
        }
        return parts;
    }
}
