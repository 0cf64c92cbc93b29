package dev.ringspect.protocol.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.inspect.Placement;
import dev.ringspect.protocol.inspect.subject.Silence;
import dev.ringspect.protocol.inspect.traffic.TrafficInspections;
import dev.ringspect.protocol.inspect.traffic.TrafficInspector;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.resolve.ProtocolSet;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.traffic.CommandResolver;
import dev.ringspect.protocol.traffic.Correlator;
import dev.ringspect.protocol.traffic.DeviceNames;
import dev.ringspect.protocol.traffic.EventBuilder;
import dev.ringspect.protocol.traffic.ResolvedCommand;
import dev.ringspect.protocol.uapi.Sqe;

class DecodedDetailsTest {
    private static final String PROTOCOL = """
            protocol lab;
            on device "/dev/lab*";
            struct lab_cmd { __u32 unit; __u32 rsvd; __u64 addr; };
            refine struct lab_cmd { rsvd == 0; }
            command READ = 0x10 { payload struct lab_cmd; }
            """;

    private final StringWriter text = new StringWriter();

    @Test
    void theDriversOwnBytesAreDecodedToo() {
        String declared = PROTOCOL.replace("command READ = 0x10 { payload struct lab_cmd; }", """
                struct lab_pdu { __be16 first; __u8 rest[4]; __u8 kind; };
                command READ = 0x10 {
                    payload struct lab_cmd;
                    pdu struct lab_pdu;
                    check pdu.kind == unit "the driver keeps another unit";
                    check ring.sqe128 == 0 && ring.sq_entries == 8 info "the ring";
                }
                """);
        List<String> lines = lines(declared);
        assertThat(lines.getFirst()).contains("\"pdu\":{\"first\":41121,\"rest\":[162,163,164,165],\"kind\":166}")
                .contains("the driver keeps another unit");
        assertThat(lines.get(1)).endsWith(
                "\"payload\":null,\"payloadNames\":null,\"cqe\":null,\"cqeNames\":null,\"pdu\":null,\"pduNames\":null,\"findings\":[]}");
    }

    @Test
    void requestIsDecodedWithItsFindings() {
        List<String> lines = lines(PROTOCOL);
        assertThat(lines.getFirst()).contains("\"protocol\":\"lab\",\"command\":\"READ\",\"cmdOp\":\"0x10\"").endsWith(
                """
                        "payload":{"unit":7,"rsvd":9,"addr":"0xffffffffffffffff"},"payloadNames":{},\
                        "cqe":null,"cqeNames":null,"pdu":{"bytes":"a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebf"},\
                        "pduNames":null,"findings":[{"id":"D08","severity":"error","message":"rsvd must be 0, and was 9",\
                        "at":{"file":"/lab.uring","line":4,"column":36}}]}""");
        assertThat(lines.get(1)).contains("\"protocol\":null,\"command\":null,\"cmdOp\":null")
                .endsWith(
                        "\"payload\":null,\"payloadNames\":null,\"cqe\":null,\"cqeNames\":null,\"pdu\":null,\"pduNames\":null,\"findings\":[]}");
    }

    @Test
    void numbersHaveTheNamesThatTheirDeclarationsGiveThem() {
        List<String> lines = lines("""
                protocol lab;
                on device "/dev/lab*";
                needs cqe32;
                enum op { NOP = 0, WRITE = 7 };
                enum flag { SYNC = 1, FUA = 8 };
                enum status { GOOD = 0, WORN = 1 };
                struct part { __u32 kind; };
                struct lab_cmd { __u32 unit; struct part part; __u32 more[2]; };
                refine struct part { kind : flags enum flag; }
                refine struct lab_cmd { unit : enum op; more : enum op; }
                command READ = 0x10 {
                    payload struct lab_cmd;
                    sqe { buf_index as how : flags enum flag; }
                    cqe { res : enum status; big0 as worn : enum status; }
                }
                """);
        assertThat(lines.getFirst()).contains("""
                "payload":{"unit":7,"part":{"kind":9},"more":[4294967295,4294967295],"how":0},\
                "payloadNames":{"unit":"WRITE","part.kind":["SYNC","FUA"],"how":[]},\
                "cqe":{"res":0,"worn":"0x1"},"cqeNames":{"res":"GOOD","worn":"WORN"},"pdu\"""");
    }

    private List<String> lines(String protocol) {
        ProtocolSet protocols = ProtocolSet
                .of(List.of(ProtocolModel.of(SourceText.of("file:///lab.uring", protocol))));
        CommandResolver resolver = new CommandResolver(protocols);
        Placement placement = new Placement(protocols.models(), new Silence(_ -> Optional.empty()));
        TrafficInspector inspector = new TrafficInspector(TrafficInspections.ALL, Optional.empty(), placement::place);
        RequestJson json = new RequestJson(text, new DecodedDetails(
                where -> new FoundAt("/lab.uring", 4,
                        where.span().start() - protocol.lastIndexOf('\n', where.span().start()))));
        EventBuilder events = new EventBuilder(new Correlator(request -> {
            try {
                ResolvedCommand command = resolver.resolve(request);
                json.write(new ReadRequest(request, command, inspector.findingsOf(request, command)));
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }, DeviceNames.NONE));
        events.file(1, 0x21B6, 240, 0, "lab0");
        events.submit(0x10, 1, s -> s.cmdOp(0x10).file(1).fill(sqe -> {
            sqe.set(ValueLayout.JAVA_INT_UNALIGNED, Sqe.CMD, 7);
            sqe.set(ValueLayout.JAVA_INT_UNALIGNED, Sqe.CMD + 4, 9);
            sqe.set(ValueLayout.JAVA_LONG_UNALIGNED, Sqe.CMD + 8, -1);
        })).bigComplete(0x10, 1, 0, 1, 0, 0);
        events.submit(0x10, 2, s -> s.opcode(0)).complete(0x10, 2, 0);

        return text.toString().lines().toList();
    }
}
