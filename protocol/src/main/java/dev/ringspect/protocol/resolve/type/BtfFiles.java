package dev.ringspect.protocol.resolve.type;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.ringspect.protocol.syntax.btf.BtfEnumerator;
import dev.ringspect.protocol.syntax.btf.BtfFile;
import dev.ringspect.protocol.syntax.btf.BtfParser;
import dev.ringspect.protocol.syntax.btf.BtfSource;

/** BTF files that were read before; one that changed on disk is read again. May be shared by threads. */
public final class BtfFiles {
    private static final Path KERNEL = Path.of("/sys/kernel/btf");

    private final Map<Path, Kept> kept = new ConcurrentHashMap<>();

    private record Kept(BtfParser.Result result, long modified, long size, Map<String, Long> constants) {}

    /** The type information of the running kernel, or of one of its modules, called {@code name}. */
    static Path ofKernel(String name) {
        return KERNEL.resolve(name);
    }

    /** Reads {@code path}. */
    BtfParser.Result read(Path path) throws IOException {
        return kept(path).result;
    }

    /** All constants of enums in {@code path}, which was read before. */
    Map<String, Long> constants(Path path) throws IOException {
        Kept file = kept(path);
        synchronized (file.constants) {
            if (file.constants.isEmpty()) {
                collect(file.result.file(), file.constants);
            }
            return file.constants;
        }
    }

    private static void collect(BtfFile file, Map<String, Long> constants) {
        for (int id = 1; id < file.end(); id++) {
            for (BtfEnumerator constant : file.enumerators(id)) {
                constants.putIfAbsent(constant.name(), constant.value());
            }
        }
    }

    private Kept kept(Path path) throws IOException {
        long modified = Files.getLastModifiedTime(path).toMillis();
        long size = Files.size(path);
        Kept known = kept.get(path);
        if (known != null && known.modified == modified && known.size == size) {
            return known;
        }
        Kept read = new Kept(BtfSource.read(path), modified, size, new HashMap<>());
        kept.put(path, read);
        return read;
    }
}
