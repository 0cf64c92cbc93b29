package dev.ringspect.protocol.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.resolve.type.Environment;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;

/** C in a protocol file is C as in a header: preprocessed, packed, conditional. */
class PreprocessedProtocolTest {
    @Test
    void whatFollowsCIsNamedInTheAuthorsWords() {
        ProtocolModel model = ProtocolModel.of(SourceText.of("file:///p.uring",
                "protocol p;\nstruct a { __u64 y; }\non device \"/dev/x\";\n"));
        assertThat(model.problems()).extracting(Problem::message)
                .containsExactly("expected ';' after the declaration, found what is no C");
    }

    @Test
    void packsAndMacrosCountAsInAHeader() {
        ProtocolModel model = model("""
                #define PAIR(type, a, b) type a; type b
                #pragma pack(push, 1)
                struct tight { __u8 a; __u64 b; };
                #pragma pack(pop)
                struct loose { __u8 a; __u64 b; };
                struct made { PAIR(__u32, x, y); };
                """);
        assertThat(model.problems()).isEmpty();
        assertThat(sizes(model)).containsExactly(9L, 16L, 8L);
    }

    @Test
    void conditionsDecideWhatIsDeclared() {
        ProtocolModel model = model("""
                protocol demo;
                on socket;
                #define NEW 1
                #if NEW
                struct cmd { __u64 a; };
                command C = 1 { payload struct cmd; }
                #else
                struct cmd { __u32 a; };
                command C = 2 { payload struct cmd; }
                command D = 3;
                #endif
                """);
        assertThat(model.problems()).isEmpty();
        assertThat(sizes(model)).containsExactly(8L);
        assertThat(model.protocol().orElseThrow().commands()).extracting(Command::name).containsExactly("C");
        assertThat(model.protocol().orElseThrow().commands().getFirst().numbers().getFirst().value()).isEqualTo(1);
    }

    @Test
    void includesAreFollowed() {
        SourceText header = SourceText.of("file:///w/a.h", "struct a { __u32 x; };\n");
        ProtocolModel model = ProtocolModel.of(SourceText.of("file:///w/b.uring", """
                #include "a.h"
                struct b { struct a a; };
                """), Environment.bare(Sources.of(header)));
        assertThat(model.problems()).isEmpty();
        assertThat(sizes(model)).containsExactly(4L);
        assertThat(model.dependencies()).containsExactly("file:///w/a.h");
    }

    @Test
    void directivesWithinACommandCount() {
        ProtocolModel model = model("""
                protocol demo;
                on socket;
                command C = NUMBER {
                #define NUMBER 7
                    pending;
                }
                """);
        assertThat(model.problems()).isEmpty();
        assertThat(model.protocol().orElseThrow().commands().getFirst().numbers().getFirst().value()).isEqualTo(7);
    }

    @Test
    void whatIsWrongIsSaidOnce() {
        assertThat(model("struct s { int a = 3; };\ncommand = 5;\n").problems()).extracting(Problem::message)
                .contains("expected the command's name, found '='").doesNotHaveDuplicates();
        assertThat(model("struct s { __u8 a; };\nstruct s { __u8 a; };").problems()).extracting(Problem::message)
                .containsExactly("struct s is declared twice");
        assertThat(model("#if 1\nprotocol p;\n").problems()).extracting(Problem::message)
                .contains("this condition has no #endif");
    }

    private static java.util.List<Long> sizes(ProtocolModel model) {
        return model.structs().stream().map(struct -> new LayoutEngine(Abi.X86_64).sizeOf(struct)).toList();
    }

    private static ProtocolModel model(String text) {
        return ProtocolModel.of(SourceText.of("test", text));
    }
}
