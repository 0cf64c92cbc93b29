package dev.ringspect.protocol.inspect.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.InspectionSettings;
import dev.ringspect.protocol.inspect.Inspections;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.syntax.rust.RustFile;
import dev.ringspect.protocol.text.SourceText;
import org.junit.jupiter.api.Test;

/** A struct that is declared in Rust and in a protocol, and what counts as a difference. */
class RustLayoutVersusCTest {
    @Test
    void membersMayBeGroupedOtherwise() {
        same("__u8 kind; __u32 len;", "kind: u8, pad: [u8; 3], len: u32");
        same("__u8 kind; __u8 pad[7]; __u64 addr; __u32 len;",
                "kind: u8, addr: u64, len: u32, _pad: [u8; 4]");
        same("__u32 lo; __u32 hi; __u8 data[8];", "addr: u64, a: u32, b: [u16; 2]");
        same("__u32 a : 4; __u32 b : 12; __u32 len;", "flags: u32, len: u32");
        same("struct { __u32 a; __u32 b; } head; __u64 type;", "a: u32, b: u32, type_: u64");
        same("__u64 addr; __u8 data[];", "addr: u64, data: [u8; 0]");
        differ("__u32 a; __u32 b; __u64 c;", "x: u32, y: u64, z: u32", "it has 24 bytes, and the other 16");
        differ("__u32 op; __u32 len;", "code: u16, len: u32", "code is byte 0 with 2, and op there is byte 0 with 4");
        differ("__u16 a; __u32 b; __u16 c;", "x: u32, y: u32, z: u32", "x is byte 0 with 4, and a there");
        differ("__u32 op; __u32 len;", "op: u32, len: u32, more: u64", "it has 16 bytes, and the other 8");
    }

    @Test
    void aStructMayBeTheOneOfAnyProtocol() {
        ProtocolModel one = ProtocolModel
                .of(SourceText.of("file:///a.uring", "struct demo_cmd { __u64 a; __u64 b; };"));
        ProtocolModel two = ProtocolModel.of(SourceText.of("file:///b.uring", "struct demo_cmd { __u32 a; };"));
        assertThat(inRust("#[repr(C)]\nstruct DemoCmd { a: u32 }", one, two)).extracting(Finding::id)
                .doesNotContain("R13");
        assertThat(inRust("#[repr(C)]\nstruct DemoCmd { a: u16 }", one, two)).extracting(Finding::id)
                .containsOnlyOnce("R13");
    }

    private static void same(String c, String rust) {
        assertThat(layouts(c, rust)).as(rust).isEmpty();
    }

    private static void differ(String c, String rust, String what) {
        assertThat(layouts(c, rust)).singleElement().asString().contains(": " + what);
    }

    private static List<String> layouts(String c, String rust) {
        return inRust("#[repr(C)]\nstruct DemoCmd { " + rust + " }",
                ProtocolModel.of(SourceText.of("file:///p.uring", "struct demo_cmd { " + c + " };"))).stream()
                .filter(finding -> finding.id().equals("R13")).map(Finding::message).toList();
    }

    private static List<Finding> inRust(String text, ProtocolModel... protocols) {
        return Inspections.of(CheckedSet.of(RustFile.parse(SourceText.of("test.rs", text)), List.of(protocols)),
                InspectionSettings.DEFAULT);
    }
}
