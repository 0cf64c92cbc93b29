package dev.ringspect.tracer.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.ringspect.protocol.syntax.btf.BtfFile;
import dev.ringspect.protocol.syntax.btf.BtfKind;
import dev.ringspect.protocol.syntax.btf.BtfParser;
import dev.ringspect.protocol.traffic.EventLayout;

/** The Java offsets of the event records are those of the C header, and those of the BPF object made with it. */
class EventLayoutTest {
    private static final Path ROOT = Path.of(System.getProperty("ringspect.root", ".."));
    private static final Path HEADERS = ROOT.resolve("tracer/src/main/bpf");
    private static final Map<String, Class<?>> STRUCTS = Map.of("rs_head", EventLayout.Head.class, "rs_ring",
            EventLayout.RingRecord.class, "rs_file", EventLayout.FileRecord.class, "rs_submit",
            EventLayout.SubmitRecord.class, "rs_complete", EventLayout.CompleteRecord.class, "rs_mark",
            EventLayout.MarkRecord.class, "rs_register", EventLayout.RegisterRecord.class, "rs_counters",
            EventLayout.Counters.class, "rs_stream_header", EventLayout.StreamHeader.class);
    /** Members that a reader does not need. */
    private static final Set<String> UNUSED = Set.of("head", "pad");
    /** Constants of the Java classes that are sizes or values, checked one by one below. */
    private static final Set<String> SIZES = Set.of("SIZE", "SIZE_64", "SIZE_NO_PDU", "NAME_SIZE", "PDU_SIZE",
            "MAGIC_VALUE");

    @TempDir
    Path folder;

    private static Map<String, Long> constants(Class<?> type) throws IllegalAccessException {
        Map<String, Long> constants = new HashMap<>();
        for (Field field : type.getFields()) {
            constants.put(field.getName(), ((Number) field.get(null)).longValue());
        }
        return constants;
    }

    private static Map<String, Long> enumerators(BtfFile file, String name, String prefix) {
        Map<String, Long> values = new TreeMap<>();
        file.enumerators(file.find(name, BtfKind.ENUM).orElseThrow())
                .forEach(constant -> values.put(constant.name().substring(prefix.length()), constant.value()));
        return values;
    }

    private static void check(BtfFile file, Set<String> structs) throws IllegalAccessException {
        Map<String, Long> headFlags = enumerators(file, "rs_head_flags", "RS_");
        Map<String, Long> marks = enumerators(file, "rs_mark_what", "RS_MARK_");
        for (String struct : structs) {
            int id = file.find(struct, BtfKind.STRUCT).orElseThrow(() -> new AssertionError("no " + struct));
            Map<String, Long> expected = new TreeMap<>();
            file.members(id).stream().filter(member -> !UNUSED.contains(member.name()))
                    .forEach(member -> expected.put(member.name().toUpperCase(Locale.ROOT),
                            member.bitOffset() / 8L));
            switch (struct) {
                case "rs_head" -> expected.putAll(headFlags);
                case "rs_mark" -> expected.putAll(marks);
                default -> {
                    // The other structs have no constants of their own.
                }
            }
            Map<String, Long> ours = new TreeMap<>(constants(Objects.requireNonNull(STRUCTS.get(struct))));
            assertThat(ours.remove("SIZE")).as("size of " + struct).isEqualTo(file.size(id));
            ours.keySet().removeAll(SIZES);
            assertThat(ours).as(struct).isEqualTo(expected);
        }
        assertThat(constants(EventLayout.Kind.class)).isEqualTo(enumerators(file, "rs_kind", "RS_KIND_"));
        int fileName = file.members(file.find("rs_file", BtfKind.STRUCT).orElseThrow()).getLast().type();
        assertThat(file.size(fileName)).isEqualTo(EventLayout.FileRecord.NAME_SIZE);
        int pdu = file.members(file.find("rs_complete", BtfKind.STRUCT).orElseThrow()).getLast().type();
        assertThat(file.size(pdu)).isEqualTo(EventLayout.CompleteRecord.PDU_SIZE);
    }

    @Test
    void recordsAreAsTheHeaderSays() throws Exception {
        StringBuilder text = new StringBuilder("#include \"ringspect-events.h\"\n");
        STRUCTS.keySet().forEach(struct -> text.append("struct ").append(struct).append(" keep_").append(struct)
                .append(";\n"));
        for (String name : List.of("rs_kind", "rs_head_flags", "rs_mark_what")) {
            text.append("enum ").append(name).append(" keep_").append(name).append(";\n");
        }
        text.append("int version = RS_EVENTS_VERSION;\nunsigned long long magic = RS_STREAM_MAGIC;\n");
        BtfFile file = compile(text.toString());
        check(file, STRUCTS.keySet());
    }

    /** Two records have shorter forms, whose lengths the header states in words: offsets where the longer ones go on. */
    @Test
    void shortRecordsEndWhereTheirLongPartsStart() {
        assertThat(EventLayout.SubmitRecord.SIZE_64).isEqualTo(EventLayout.SubmitRecord.SQE + 64);
        assertThat(EventLayout.SubmitRecord.SIZE).isEqualTo(EventLayout.SubmitRecord.SQE + 128);
        assertThat(EventLayout.CompleteRecord.SIZE_NO_PDU).isEqualTo(EventLayout.CompleteRecord.PDU);
        assertThat(EventLayout.CompleteRecord.SIZE).isEqualTo(EventLayout.CompleteRecord.PDU + 32);
    }

    @Test
    void versionAndMagicAreTheHeaders() throws IOException {
        String header = Files.readString(HEADERS.resolve("ringspect-events.h"));
        assertThat(header).containsPattern("#define RS_EVENTS_VERSION " + EventLayout.VERSION + "\\s")
                .contains(
                        "#define RS_STREAM_MAGIC 0x" + Long.toHexString(EventLayout.StreamHeader.MAGIC_VALUE) + "ULL");
    }

    @Test
    void compiledBpfObjectHasTheSameRecords() throws Exception {
        Path object = ROOT.resolve("tracer/target/native/ringspect.bpf.o");
        Assumptions.assumeTrue(Files.exists(object), "the BPF object is not built: run make in tracer/");
        // The object's own BTF has only what its maps reach; pahole makes the rest of the same object's DWARF.
        Path copy = Files.copy(object, folder.resolve("ringspect.bpf.o"));
        Path btf = folder.resolve("ringspect.btf");
        run("pahole", "--btf_encode_detached=" + btf, "-J", copy.toString());
        Set<String> structs = new HashSet<>(STRUCTS.keySet());
        // The stream's header is written by the helper alone.
        structs.remove("rs_stream_header");
        check(read(btf), structs);

        BtfFile own = read(object);
        assertThat(own.size(own.find("rs_counters", BtfKind.STRUCT).orElseThrow()))
                .isEqualTo(EventLayout.Counters.SIZE);
    }

    private BtfFile compile(String text) throws IOException, InterruptedException {
        Path source = Files.writeString(folder.resolve("events.c"), text);
        Path object = folder.resolve("events.o");
        run("gcc", "-g", "-c", "-I" + HEADERS, "-o", object.toString(), source.toString());
        run("pahole", "-J", object.toString());
        return read(object);
    }

    private static BtfFile read(Path path) throws IOException {
        BtfParser.Result result = BtfParser.read(path);
        assertThat(result.problems()).isEmpty();
        return result.file();
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
