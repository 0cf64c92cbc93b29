package dev.ringspect.protocol.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.Send;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.SourceText;

/** Commands that an author wants to send. */
class SendTest {
    private static final String HEAD = """
            protocol demo;
            on device "/dev/demo*";
            enum op { READ = 1 };
            struct head { __u8 op; __s8 level; };
            struct cmd { struct head head; __u16 flags : 3; __u32 len; __u64 addr; char tag[4]; __u16 q[2]; };
            refine struct head { op : enum op; }
            refine struct cmd { len bits { 0..3 low; } value twice = len * 2; }
            command IO = 1 { payload struct cmd; sqe { optlen as length; } }
            command ANY = *;
            """;

    @Test
    void fieldsAndExpectationsAreHeld() {
        ProtocolModel model = model(HEAD + """
                send "all of it" IO to "/dev/demo1" {
                    head.op = READ, head.level = -3, flags = 7, addr = buffer(64), tag = text("abcd"), q[1] = 0xFFFF,
                    low = 15, length = 3, sqe.user_data = 9,
                } expect cqe.res == 0 && twice == 0 within 250ms;
                send "nothing" IO to "/dev/demo1";
                struct next { __u8 a; };
                """);
        assertThat(model.problems()).isEmpty();
        assertThat(model.sends()).hasSize(2);
        Send send = model.sends().getFirst();
        assertThat(send.title()).isEqualTo("all of it");
        assertThat(send.command().name()).isEqualTo("IO");
        assertThat(send.path()).isEqualTo("/dev/demo1");
        assertThat(send.withinNs()).isEqualTo(250_000_000);
        assertThat(send.expect()).isPresent();
        assertThat(send.assignments()).extracting(Send.Assignment::field).containsExactly("head.op", "head.level",
                "flags", "addr", "tag", "q[1]", "low", "sqe.optlen", "sqe.user_data");
        assertThat(send.assignments()).extracting(Send.Assignment::value).containsExactly(new Send.Value.OfNumber(1),
                new Send.Value.OfNumber(-3), new Send.Value.OfNumber(7), new Send.Value.Buffer(64),
                new Send.Value.Text("abcd"), new Send.Value.OfNumber(0xFFFF), new Send.Value.OfNumber(15),
                new Send.Value.OfNumber(3), new Send.Value.OfNumber(9));
        assertThat(model.sends().getLast().withinNs()).isEqualTo(Send.USUAL_NS);
        assertThat(model.structs()).extracting(Type.Struct::name).contains("next");
    }

    @Test
    void mistakesSayWhatToDo() {
        send("NONE to \"/dev/demo\"", "NONE", "there is no command 'NONE'; these are: IO, ANY");
        send("ANY to \"/dev/demo\"", "ANY",
                "'ANY' stands for every number, so none can be sent; declare a command with a number");
        send("IO to \"/dev/null\"", "\"/dev/null\"",
                "this file does not speak the command, which is spoken on device \"/dev/demo*\"");
        fields("nope = 1", "nope",
                "the command has no field 'nope'; it has head.op, head.level, flags, len, addr, tag, q,"
                        + " low, length");
        fields("len = 1, len = 2", "len = 2", "'len' is set already");
        fields("twice = 1", "twice", "'twice' is made of other fields; set these");
        fields("flags = 8", "8", "8 does not fit 'flags', which has 3 bits");
        fields("head.op = 256", "256", "256 does not fit 'head.op', which has 8 bits");
        fields("head.level = 128", "128", "128 does not fit 'head.level', which has 8 bits");
        fields("len = buffer(8)", "buffer", "an address does not fit 'len', which is no number of 64 bits");
        fields("addr = buffer(0)", "buffer", "buffer takes a number of bytes from 1 to 1073741824");
        fields("tag = \"abcde\"", "\"abcde\"", "the text has 5 bytes and 'tag' only 4");
        fields("len = \"a\"", "\"a\"",
                "a text does not fit 'len', which is neither an array of characters nor a number of 64 bits");
        fields("tag = 1", "1 }", "'tag' is an array; set its elements, tag[0] and so on, or text(\"...\")");
        fields("len = who", "who", "no constant is called 'who'");
        fields("len 1", " 1", "expected '=' and a value after len, found '1'");
        fields("len = 1 addr = 2", " addr = 2", "expected ',' between the fields, found 'addr'");
        problem(HEAD + "send \"x\" IO to \"/dev/demo\" expect cqe.nope == 0;", "cqe.nope",
                "nothing is called 'cqe.nope' here");
        problem(HEAD + "send \"x\" IO to \"/dev/demo\" within soon;", "soon",
                "expected a time such as 2s or 500ms after within, found 'soon'");
        problem(HEAD + "send \"x\" IO to \"/dev/demo\" within 2h;", "2h",
                "expected a time such as 2s, 500ms, 10us or 100ns, found '2h'");
        problem("send \"x\" IO to \"/dev/demo\";", "IO",
                "a file that sends commands declares their protocol; add 'protocol name;' at its top");
        problem("send IO;", "IO", "expected what is sent, in quotes, after send, found 'IO'");
        problem("send \"x\" IO;", ";", "expected 'to' and the file in quotes after the command, found ';'");
    }

    @Test
    void theNextDeclarationStands() {
        for (String broken : List.of("send", "send \"x\"", "send \"x\" IO", "send \"x\" IO to",
                "send \"x\" IO to \"/dev/demo\" {", "send \"x\" IO to \"/dev/demo\" { len =",
                "send \"x\" IO to \"/dev/demo\" { len = 1, = , , 3 }", "send \"x\" IO to \"/dev/demo\" { } expect",
                "send \"x\" IO to \"/dev/demo\" { } within")) {
            ProtocolModel model = model(HEAD + broken + "\nstruct next { __u8 a; };\ncommand LAST = 9;\n");
            assertThat(model.problems()).as(broken).isNotEmpty();
            assertThat(model.structs()).as(broken).extracting(Type.Struct::name).contains("next");
            assertThat(model.protocol().orElseThrow().command("LAST")).as(broken).isPresent();
        }
    }

    private static void fields(String fields, String at, String message) {
        problem(HEAD + "send \"x\" IO to \"/dev/demo\" { " + fields + " };", at, message);
    }

    private static void send(String rest, String at, String message) {
        problem(HEAD + "send \"x\" " + rest + ";", at, message);
    }

    private static void problem(String text, String at, String message) {
        List<Problem> problems = model(text).problems();
        assertThat(problems).extracting(Problem::message).as(text).containsExactly(message);
        int send = text.indexOf("send ");
        assertThat(problems.getFirst().span().start()).as(text).isEqualTo(text.indexOf(at, send));
    }

    private static ProtocolModel model(String text) {
        return ProtocolModel.of(SourceText.of("test", text));
    }
}
