package dev.ringspect.server.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.ringspect.protocol.model.CommandName;
import dev.ringspect.protocol.model.FieldPath;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.server.state.Cancel;
import dev.ringspect.server.state.Document;
import dev.ringspect.server.state.Snapshot;
import dev.ringspect.server.state.Texts;
import dev.ringspect.server.state.TrafficView;
import dev.ringspect.server.state.TrafficView.CommandTraffic;
import dev.ringspect.server.state.TrafficView.FieldTraffic;
import dev.ringspect.server.state.TrafficView.RequestLine;
import dev.ringspect.server.state.TrafficView.Trace;
import dev.ringspect.server.state.TrafficView.ValueCount;
import org.junit.jupiter.api.Test;

class HoversTest {
    private static final String URI = "file:///w/demo.uring";
    private static final RequestLine LAST = new RequestLine(1200, "fio[77]", "demo/IO", "-22 EINVAL");

    @Test
    void aMemberHasATypeAPlaceAndBytesOfTheSqe() {
        check("""
                protocol demo;
                on device "/dev/null";
                struct io { __u8 op; __u32 le$0n; __u16 q[3]; };
                command IO = 1 { payload struct io; }
                """, """
                ```uring
                __u32 len;
                ```

                in `struct io`

                | offset | size | alignment | SQE bytes |
                |---:|---:|---:|---:|
                | 4 | 4 bytes | 4 | 52..55 |""");
    }

    @Test
    void aTypeThatEveryMachineChoosesWideIsTheSameOnAllOfThem() {
        check("""
                #ifdef __LP64__
                typedef unsigned long wide_t;
                #else
                typedef unsigned long long wide_t;
                #endif
                struct io { wide_t le$0n; };
                """, """
                ```uring
                wide_t len;
                ```

                in `struct io`

                | offset | size | alignment |
                |---:|---:|---:|
                | 0 | 8 bytes | 8 |""");
    }

    @Test
    void anArraysDimensionsStandBehindItsName() {
        check("struct io { __u8 op; __u16 q$0[3]; };", """
                ```uring
                __u16 q[3];
                ```

                in `struct io`

                | offset | size | alignment |
                |---:|---:|---:|
                | 2 | 6 bytes | 2 |""");
    }

    @Test
    void aRuleOfRefineIsSaid() {
        check("""
                protocol demo;
                on device "/dev/null";
                struct io { __u8 op; __u8 rsv$0d; };
                refine struct io { rsvd == 0 warning; }
                command IO = 1 { payload struct io; }
                """, """
                ```uring
                __u8 rsvd;
                ```

                in `struct io`

                | offset | size | alignment | SQE bytes |
                |---:|---:|---:|---:|
                | 1 | 1 byte | 1 | 49 |

                must be `0`; anything else is a warning""");
    }

    @Test
    void aStructHasASizeAndHoles() {
        check("struct i$0o { __u8 op; __u32 len; __u64 addr; __u8 last; };", """
                ```uring
                struct io
                ```

                24 bytes, aligned to 8; 3 bytes in holes: 3 at offset 1; 7 bytes of padding at the end

                ⚠ 20 bytes on i386

                | offset | size | member |
                |---:|---:|---|
                | 0 | 1 byte | `__u8 op;` |
                | 4 | 4 bytes | `__u32 len;` |
                | 8 | 8 bytes | `__u64 addr;` |
                | 16 | 1 byte | `__u8 last;` |
                """);
    }

    @Test
    void aCommandsNumberIsTakenApart() {
        check("""
                protocol demo;
                on device "/dev/null";
                needs sqe128;
                struct io { __u64 a[9]; };
                command I$0O = 0xC0484E80 { payload struct io; }
                """, """
                ```uring
                command IO
                ```

                `cmd_op` `0xc0484e80` (3225964160), as an ioctl number `_IOWR('N', 0x80, 72 bytes)`

                payload `struct io`, 72 of the 80 bytes that the SQE has for it

                needs a ring with `sqe128`""");
    }

    @Test
    void trafficStandsBelowTheDeclaration() {
        FieldTraffic seen = new FieldTraffic(1200,
                List.of(new ValueCount("0", 1140), new ValueCount("7", 50)), 10, Optional.of("0 and 9"), LAST, "7");
        TrafficView view = new TrafficView(List.of(new Trace(1, "pid 77", 1300, 0, Optional.empty())),
                Map.of(new FieldPath("demo", "IO", "op"), seen), Map.of(), List.of());
        check("""
                protocol demo;
                on device "/dev/null";
                struct io { __u8 o$0p; };
                command IO = 1 { payload struct io; }
                """, view, """
                ```uring
                __u8 op;
                ```

                in `struct io`

                | offset | size | alignment | SQE bytes |
                |---:|---:|---:|---:|
                | 0 | 1 byte | 1 | 48 |

                ---

                **Traffic** (pid 77)

                seen in **1,200 requests**, between 0 and 9

                | value | requests | share | |
                |---|---:|---:|---|
                | `0` | 1,140 | 95.0 % | ███████████████████ |
                | `7` | 50 | 4.2 % | █ |
                | others | 10 | 0.8 % | █ |

                last: `7` in #1200 demo/IO by fio[77]: -22 EINVAL""");
    }

    @Test
    void aCommandCountsItsResults() {
        TrafficView view = new TrafficView(List.of(new Trace(1, "all processes", 3, 12, Optional.of("stopped"))),
                Map.of(),
                Map.of(new CommandName("demo", "IO"),
                        new CommandTraffic(1, List.of(new ValueCount("-22 EINVAL", 1)), LAST)),
                List.of());
        check("""
                protocol demo;
                on device "/dev/null";
                command I$0O = 1 { }
                """, view, """
                ```uring
                command IO
                ```

                `cmd_op` `0x00000001` (1), as an ioctl number `_IO(0x00, 0x01)`

                ---

                **Traffic** (all processes, ended)

                seen in **1 request**

                | result | requests | share | |
                |---|---:|---:|---|
                | `-22 EINVAL` | 1 | 100.0 % | ████████████████████ |

                last: #1200 demo/IO by fio[77]: -22 EINVAL

                ⚠ 12 event records were lost, so these counts are too small""");
    }

    @Test
    void besideANameThereIsNothing() {
        assertThat(hover("struct io { __u8 op;  $0  };", TrafficView.NONE)).isEmpty();
    }

    private static void check(String textWithCursor, String markdown) {
        check(textWithCursor, TrafficView.NONE, markdown);
    }

    private static void check(String textWithCursor, TrafficView traffic, String markdown) {
        assertThat(hover(textWithCursor, traffic).map(HoverText::markdown)).contains(markdown);
    }

    private static Optional<HoverText> hover(String textWithCursor, TrafficView traffic) {
        int cursor = textWithCursor.indexOf("$0");
        String text = textWithCursor.replace("$0", "");
        Texts texts = Texts.NONE.with(new Document("uring", 1, SourceText.of(URI, text)));
        return Hovers.at(Snapshot.EMPTY.withTexts(texts).withTraffic(traffic), URI, cursor, new Cancel());
    }
}
