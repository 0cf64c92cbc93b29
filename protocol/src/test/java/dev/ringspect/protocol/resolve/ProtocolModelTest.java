package dev.ringspect.protocol.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.Check;
import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.model.Declared;
import dev.ringspect.protocol.model.FieldPath;
import dev.ringspect.protocol.model.Protocol;
import dev.ringspect.protocol.model.SqeField;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.uapi.FileIdentity;

class ProtocolModelTest {
    private static final String DEMO = """
            protocol demo;
            on device "/dev/demo*";
            needs sqe128, cqe32 | cqe_mixed;
            #define BASE 0x1200
            enum op : __u8 { READ = 1, WRITE };
            struct head { __u8 op; __u8 rsvd; __u16 tag; };
            struct cmd { struct head hdr; __u32 len; struct { __u64 addr; } at[2]; };
            refine struct head { op : enum op; rsvd == 0; }
            command IO = BASE | BASE + 1 since 6.7 {
                payload struct cmd;
                sqe { optlen as length; }
                cqe { res : enum op; big0 as result; }
                errors { EINVAL "bad"; }
                check hdr.op == READ || len > 0 warning "empty";
                pending;
            }
            """;

    @Test
    void aCommandHasAllItsParts() {
        ProtocolModel model = model(DEMO);
        assertThat(model.problems()).isEmpty();
        Command io = model.protocol().orElseThrow().command("IO").orElseThrow();
        assertThat(io.numbers()).extracting(Command.CmdOp::value).containsExactly(0x1200L, 0x1201L);
        assertThat(io.since()).hasToString("Optional[6.7]");
        assertThat(io.needs()).hasToString("sqe128, cqe32 | cqe_mixed");
        assertThat(io.needs().commandBytes()).isEqualTo(80);
        assertThat(io.sqe()).extracting(SqeField::name).containsExactly("length");
        assertThat(io.cqe()).extracting(SqeField::name).containsExactly("res", "result");
        assertThat(io.explain(22).orElseThrow().text()).isEqualTo("bad");
        assertThat(io.checks()).extracting(Check::text).containsExactly("empty");
        assertThat(io.pending()).isTrue();
    }

    @Test
    void fieldsAndPlacesAreJoinedBothWays() {
        ProtocolModel model = model(DEMO);
        FieldPath tag = new FieldPath("demo", "IO", "hdr.tag");
        assertThat(model.locate(tag)).hasValueSatisfying(
                where -> assertThat(where.span().start()).isEqualTo(DEMO.indexOf("tag;")));
        assertThat(model.usesOf(model.locate(tag).orElseThrow())).containsExactly(tag);
        FieldPath second = new FieldPath("demo", "IO", "at[1].addr");
        assertThat(model.usesOf(model.locate(second).orElseThrow())).contains(second,
                new FieldPath("demo", "IO", "at[0].addr"));
        assertThat(model.locate(new FieldPath("demo", "IO", "sqe.optlen"))).isPresent();
    }

    @Test
    void theCursorFindsWhatIsDeclaredOrNamed() {
        declared("struct head { __u8 o$0p;", Declared.OfMember.class);
        declared("struct he$0ad { __u8 op;", Declared.OfStruct.class);
        declared("struct cmd { struct he$0ad hdr", Declared.OfStruct.class);
        declared("refine struct head { o$0p :", Declared.OfMember.class);
        declared("op : enum o$0p; rsvd", Declared.OfEnum.class);
        declared("enum op : __u8 { RE$0AD", Declared.OfConstant.class);
        declared("#define BA$0SE", Declared.OfConstant.class);
        declared("command I$0O =", Declared.OfCommand.class);
        declared("payload struct c$0md", Declared.OfStruct.class);
        declared("sqe { opt$0len", Declared.OfSqeField.class);
        declared("protocol de$0mo", Declared.OfProtocol.class);
        assertThat(model(DEMO).declaredAt(DEMO.indexOf("since"))).isEmpty();
    }

    @Test
    void theNextDeclarationSurvives() {
        survives("struct a { __u32 x");
        survives("struct a { __u32 x;");
        survives("struct a { __u32");
        survives("struct a { __u32 ;");
        survives("struct a { __u32 x[; };");
        survives("struct a { __u32 x[3; };");
        survives("struct a { __u32 x : ; };");
        survives("struct a { nonsense nonsense nonsense; };");
        survives("struct a { } }");
        survives("struct");
        survives("enum e { A, , B = };");
        survives("enum e { A");
        survives("typedef");
        survives("protocol");
        survives("on device");
        survives("on device \"/dev/x\"");
        survives("needs");
        survives("command");
        survives("command C");
        survives("command C = ");
        survives("command C = 1 {");
        survives("command C = 1 { payload struct");
        survives("command C = 1 { sqe { level :");
        survives("command C = 1 { check ; }");
        survives("refine struct nope { x ==");
        survives("import \"a.h\";");
        survives("send \"x\" C to \"/dev/x\" { a = 1, b = {2} } expect cqe.res == 0;");
        survives("\"abc");
        survives("@@@ ### ???");
    }

    @Test
    void mistakesSayWhatToDo() {
        problem("struct s { foo x; };", "foo", "nothing above declares a type 'foo'");
        problem("struct s { struct t x; };", "x", "struct t is not complete here; declare its members above");
        problem("struct s { __u32 a; __u8 a; };", "a; }", "there is another member 'a'");
        problem("struct s { __u32 a : 33; };", "33", "a bit-field of __u32 is 1 to 32 bits wide");
        problem("struct s { __u32 a[-1]; };", "-1", "an array cannot have -1 elements");
        problem("struct s { __u32 a; }; refine struct s { b == 0; }", "b ==", "struct s has no member 'b'; it has a");
        problem("command C = 1;", "C",
                "a file with commands names its protocol first; add 'protocol name;' at its top");
        problem("protocol p; on socket; command C = 1 { sqe { levl; } }", "levl",
                "'levl' is no field of the SQE; did you mean level; these"
                        + " are: opcode, flags, ioprio, fd, off, addr2, cmd_op, __pad1, addr, level, optname, len,"
                        + " uring_cmd_flags, rw_flags, user_data, buf_index, buf_group, personality, splice_fd_in, file_index,"
                        + " optlen, addr3, optval");
        problem("protocol p; on socket; command C = 1; command D = 1;", "1;", 1, "0x1 is command C already");
        problem("protocol p; on socket; command C = 1 { errors { EFOO \"x\"; } }", "EFOO",
                "'EFOO' is no errno of Linux");
        problem("protocol p; on socket; command C = 1 { check x == 1; }", "x ==", "nothing is called 'x' here");
        problem("protocol p; on socket; command C = 0x100000000;", "0x1",
                "a cmd_op has 32 bits; this is 0x100000000");
        problem("protocol p; on filesystem \"foo\";", "\"foo\"",
                "no filesystem called 'foo' is known, so its files cannot be told");
        problem("protocol p; on socket; needs sqe256;", "sqe256",
                "'sqe256' is no ring feature; these are: sqe128, sqe_mixed, cqe32, cqe_mixed, iopoll");
        problem("struct s { __u32 a;", "{", "the '{' of s is never closed; add '};' after its last member");
    }

    @Test
    void mistakesInRefinementsSayWhatToDo() {
        refined("a bits { 0..32 x; }", "0..32", "the bits of a are 0 to 31, the lower one first");
        refined("a bits { 0 b; }", "b; }", "struct s has a 'b' already");
        refined("a bits { 0 x; 1 x; }", "x; } }", "there are other bits 'x'");
        refined("c bits { 0 x; }", "c bits",
                "only an integer member in the machine's byte order can be split into bits; c is __be32");
        refined("value b = a;", "b = a", "struct s has a 'b' already");
        refined("value v = nope + 1;", "nope", "nothing is called 'nope' here");
        refined("value w = v; value v = a;", "v; value", "nothing is called 'v' here");
        refined("a in 5 .. 4;", "5 .. 4", "no number is in this range; its ends are swapped");
        refined("a in 5;", ";", 4, "expected '..' between the lowest and the highest, found ';'");
        refined("a : time days;", "days", "'days' is no unit; ns, us, ms and s are");
        refined("a : be16;", "a : be16;", "'a' has 32 bits; the number in the byte order's name is another");
        refined("b : pointer to __u8[nope];", "nope", "nothing is called 'nope' here");
        refined("a : colour;", "colour",
                "expected enum, flags, pointer, errno, text, time, or a byte order such as be32, found 'colour'");
        refined("a;", ";", 4,
                "expected ':' and a meaning, '==' and a value, 'in' and a range, 'bits' or 'count', after a,"
                        + " found ';'");
        problem("protocol p; on socket; match op & 1;", " op", "expected 'cmd_op' after match, found 'op'");
        problem("protocol p; on socket; match cmd_op & 0;", "0;",
                "no bit of cmd_op is left; every number would be every command");
        problem("protocol p; on socket; match cmd_op & 0xff; command A = 0x101; command B = 0x201;", "0x201",
                "0x201 is command A already");
    }

    @Test
    void aMaskAndThePlacesOfCommandsDecideTogether() {
        Protocol protocol = model("""
                protocol p;
                match cmd_op & 0xff;
                command A = 0x7501 { on device "/dev/a"; }
                command B = 0x7501 { on device "/dev/b"; match cmd_op; }
                """).protocol().orElseThrow();
        assertThat(protocol.command(node("a"), 0x01).orElseThrow().name()).isEqualTo("A");
        assertThat(protocol.command(node("a"), 0xC0107501L).orElseThrow().name()).isEqualTo("A");
        assertThat(protocol.command(node("a"), 0x02)).isEmpty();
        assertThat(protocol.command(node("b"), 0x01)).isEmpty();
        assertThat(protocol.command(node("b"), 0x7501).orElseThrow().name()).isEqualTo("B");
        assertThat(protocol.matches(node("c"))).isFalse();
    }

    private static FileIdentity node(String name) {
        return new FileIdentity(0x21B6, 10, 1, 0x01021994, 5, 0, 0, 0, name);
    }

    private static void refined(String rule, String at, String message) {
        refined(rule, at, 0, message);
    }

    private static void refined(String rule, String at, int occurrence, String message) {
        problem("struct s { __u32 a; __u64 b; __be32 c; }; refine struct s { " + rule + " }", at, occurrence, message);
    }

    @Test
    void headersAreReadAsC() {
        ProtocolModel model = ProtocolModel.of(SourceText.of("x.h", """
                #ifndef X_H
                #define X_H
                #define NR 4
                extern int f(int a, char *b);
                static inline int g(void) { if (1) { return 2; } return 3; }
                typedef struct { int on; } inner_t;
                typedef int (*callback)(void *p);
                struct on { inner_t needs[NR]; callback command; struct on *next; };
                #endif
                """));
        assertThat(model.problems()).isEmpty();
        assertThat(new LayoutEngine(Abi.X86_64).sizeOf(model.structs().getLast())).isEqualTo(32);
    }

    @Test
    void aStructThatHasATypedefAloneGoesByThat() {
        String text = """
                protocol p;
                on socket;
                typedef struct { __u32 op; __u32 rsvd; } inner_t;
                typedef struct { inner_t in; __u64 addr; } cmd_t, *cmd_p;
                refine struct inner_t { rsvd == 0; }
                command C = 1 { payload struct cmd_t; check in.op != 0; }
                """;
        ProtocolModel model = model(text);
        assertThat(model.problems()).isEmpty();
        assertThat(model.structs()).extracting(Type.Struct::name).containsExactly("inner_t", "cmd_t");
        assertThat(model.structs().getFirst().where().orElseThrow().span().start()).isEqualTo(text.indexOf("inner_t;"));
        Command command = model.protocol().orElseThrow().commands().getFirst();
        assertThat(command.payload()).contains(model.structs().getLast());
        assertThat(model.locate(new FieldPath("p", "C", "in.rsvd"))).isPresent();
    }

    @Test
    void noTextThrowsOrHangs() {
        Random random = new Random(11);
        String[] words = DEMO.split("(?<=\\W)|(?=\\W)", -1);
        for (int run = 0; run < 3000; run++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "protocol p;" : "");
            for (int i = random.nextInt(60); i > 0; i--) {
                text.append(words[random.nextInt(words.length)]).append(random.nextInt(3) == 0 ? " " : "");
            }
            assertThat(model(text.toString()).problems()).isNotNull();
        }
        assertThat(model("struct a { ".repeat(50_000)).problems()).isNotEmpty();
        assertThat(model("struct a { int (".repeat(50_000)).problems()).isNotEmpty();
    }

    private static void declared(String fragment, Class<? extends Declared> kind) {
        String plain = fragment.replace("$0", "");
        int at = DEMO.indexOf(plain) + fragment.indexOf("$0");
        assertThat(DEMO).contains(plain);
        assertThat(model(DEMO).declaredAt(at)).hasValueSatisfying(found -> assertThat(found).isInstanceOf(kind));
    }

    private static void survives(String broken) {
        ProtocolModel model = model(broken + "\nstruct next { __u32 a; };\nstruct last { struct next n; };\n");
        assertThat(model.structs()).as(broken).extracting(Type.Struct::name).contains("next", "last");
        assertThat(model.problems()).as(broken).isNotEmpty();
    }

    private static void problem(String text, String at, String message) {
        problem(text, at, 0, message);
    }

    private static void problem(String text, String at, int occurrence, String message) {
        int start = text.indexOf(at);
        for (int i = 0; i < occurrence; i++) {
            start = text.indexOf(at, start + 1);
        }
        List<Problem> problems = model(text).problems();
        assertThat(problems).extracting(Problem::message).as(text).containsExactly(message);
        assertThat(problems.getFirst().span().start()).as(text).isEqualTo(start);
    }

    private static ProtocolModel model(String text) {
        return ProtocolModel.of(SourceText.of("test", text));
    }
}
