package dev.ringspect.protocol.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.SourceText;

/** Mistakes that people make: where each is said to be, what was expected, and what to do. */
class MistakesTest {
    /** {@code $0} stands where the problem is. */
    private static Arguments mistake(String text, String message) {
        return Arguments.of(text, message);
    }

    private static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake("""
                        struct s { __u8 a$0 }
                        """, "expected ';' after the member, found '}'"),
                mistake("""
                        struct s { __u32 a; }$0
                        """, "expected ';' after the declaration, found the end of the text"),
                mistake("""
                        struct s { $0__u3 a; };
                        """, "nothing above declares a type '__u3'; did you mean __u32"),
                mistake("""
                        struct s { $0uint32 a; };
                        """, "nothing above declares a type 'uint32'; did you mean uint32_t"),
                mistake("""
                        $0class s { public: int a; };
                        """, "'class' is C++; declare a plain C struct, with the types of C such as uint32_t"),
                mistake("""
                        $0namespace demo { struct s { int a; }; }
                        """, "'namespace' is C++; declare a plain C struct, with the types of C such as uint32_t"),
                mistake("""
                        enum e : __u8 { $0A = 256 };
                        """, "A is 256, and the enum's unsigned char holds 0 to 255 only"),
                mistake("""
                        enum e : __s8 { $0A = -129 };
                        """, "A is -129, and the enum's signed char holds -128 to 127 only"),
                mistake("""
                        enum e : __u8 { LOST = nothing, $0BAD = 300, GOOD = 2 };
                        """, "BAD is 300, and the enum's unsigned char holds 0 to 255 only"),
                mistake("""
                        enum e : $0float { A };
                        """, "the type of an enum is an integer, not float"),
                mistake("""
                        protocol p; $0protocol q;
                        on device "/dev/null";
                        """, "a file declares one protocol; move this one to its own file"),
                mistake("""
                        protocol p;
                        on device "/dev/null";
                        $0on device "/dev/null";
                        """, "another 'on' says this already; several lines add up"),
                mistake("""
                        protocol p;
                        on filesystem $0"brtfs";
                        """, "no filesystem called 'brtfs' is known, so its files cannot be told; did you mean btrfs"),
                mistake("""
                        protocol p;
                        on $0devise "/dev/null";
                        """,
                        "expected device, character device, block device, socket, block, file, filesystem or simulated, found"),
                mistake("""
                        protocol p;
                        on device "/dev/null";
                        needs $0sqe182;
                        """, "'sqe182' is no ring feature; did you mean sqe128; these are: sqe128, sqe_mixed, cqe32,"),
                mistake("""
                        protocol p;
                        on device "/dev/null";
                        command A = $0"x" { }
                        """, "a command's number is a number or a constant, not a string"),
                mistake("""
                        protocol p;
                        on device "/dev/null";
                        command A = 1 { }
                        command B = $01 { }
                        """, "0x1 is command A already"),
                mistake("""
                        protocol p;
                        on device "/dev/null";
                        command A = 1 { }
                        command $0A = 2 { }
                        """, "there is another command 'A'"),
                mistake("""
                        protocol p;
                        on device "/dev/null";
                        command A = $00x100000000 { }
                        """, "a cmd_op has 32 bits; this is 0x100000000"),
                mistake("""
                        protocol p;
                        on device "/dev/null";
                        command A$0 { }
                        """, "expected '=' and the cmd_op number after the command's name, found '{'"),
                mistake("""
                        protocol p;
                        on device "/dev/null";
                        struct s { __u8 a; };
                        command A = 1 { $0paylod struct s; }
                        """,
                        "expected payload, pdu, variant, sqe, cqe, errors, check, pending, on, needs or match, found"),
                mistake("""
                        protocol p;
                        on device "/dev/null";
                        struct start { __u8 a; };
                        command A = 1 { payload struct $0strat; }
                        """, "nothing declares struct strat; did you mean struct start"),
                mistake("""
                        protocol p;
                        on device "/dev/null";
                        command A = 1 { errors { $0EINVL "wrong"; } }
                        """, "'EINVL' is no errno of Linux; did you mean EINVAL"),
                mistake("""
                        protocol p;
                        on device "/dev/null";
                        command A = 1 { sqe { $0lenn : errno; } }
                        """,
                        "'lenn' is no field of the SQE; did you mean len; these are: opcode, flags, ioprio, fd, off,"),
                mistake("""
                        protocol p;
                        on device "/dev/null";
                        struct s { __u8 length; };
                        command A = 1 { payload struct s; check $0lenght < 4; }
                        """, "nothing is called 'lenght' here; did you mean length"),
                mistake("""
                        protocol p;
                        on device "/dev/null";
                        struct s { __u8 a; };
                        command A = 1 { payload struct s; check $0"a is small"; }
                        """,
                        "expected a condition such as 'len != 0' before the text that says what its failure means"),
                mistake("""
                        protocol p;
                        on device "/dev/null";
                        struct s { __u8 a; };
                        command A = 1 { payload struct s; check a $0= 1; }
                        """, "a check compares by '==', found '='"),
                mistake("""
                        struct s { __u8 a; };
                        refine struct $0t { a == 0; }
                        """, "nothing declares struct t"),
                mistake("""
                        struct s { __u8 flags; };
                        refine struct s { $0flag == 0; }
                        """, "struct s has no member 'flag'; it has flags"),
                mistake("""
                        struct s { __u8 a; };
                        refine struct s { a $0= 0; }
                        """, "expected '==' for a value that a always has, found '='"),
                mistake("""
                        struct s { __u8 a; };
                        refine struct s { a == $0256; }
                        """, "'a' has 8 bits and is 0 to 255; this is 256"),
                mistake("""
                        struct s { __u8 a; };
                        refine struct s { a in $00 .. 300; }
                        """, "'a' has 8 bits and is 0 to 255; this is 300"),
                mistake("""
                        struct s { __u8 a; };
                        refine struct s { a in $09 .. 3; }
                        """, "no number is in this range; its ends are swapped"),
                mistake("""
                        struct s { __u8 a; };
                        refine struct s { a bits { 0..3 low; 3..7 $0high; } }
                        """, "these bits overlap those of 'low', 0..3; in a variant each case may cut a member anew"),
                mistake("""
                        struct s { __u8 a; };
                        refine struct s { a bits { $08 high; } }
                        """, "the bits of a are 0 to 7, the lower one first"),
                mistake("""
                        struct s { __u8 a; __u8 b; };
                        refine struct s { $0variant a { 1: none; } }
                        """, "expected 'on' between variant and the member that decides: variant on a { ... }"),
                mistake("""
                        struct s { __u8 a; };
                        refine struct s { a : enum $0nope; }
                        """, "nothing declares enum nope"),
                mistake("""
                        struct s { __u8 a; };
                        refine struct s { a : pointer to __u8[$0len]; }
                        """, "nothing is called 'len' here"),
                mistake("""
                        protocol p;
                        on device "/dev/null";
                        struct s { __u32 words[3]; };
                        command A = 1 { payload struct s; check $0words == 0; }
                        """,
                        "'words' is __u32[3], not one number; name one element, as in words[0]; the rule 'words == 0' in a refine"),
                mistake("""
                        protocol p;
                        on device "/dev/null";
                        struct s { __u32 words[3]; };
                        command A = 1 { payload struct s; check $0words[3] == 0; }
                        """,
                        "'words' has 3 elements, words[0] to words[2]"),
                mistake("""
                        protocol p;
                        on device "/dev/null";
                        struct s { __u32 words[2][3]; };
                        command A = 1 { payload struct s; check $0words[1] == 0; }
                        """,
                        "'words[1]' is __u32[3], not one number; name one element, as in words[1][0]; the rule 'words == 0'"),
                mistake("""
                        protocol p;
                        on device "/dev/null";
                        struct s { __u32 words[3]; __u32 i; };
                        command A = 1 { payload struct s; check words$0[i] == 0; }
                        """,
                        "an index is a plain number, as in words[0]"),
                mistake("""
                        protocol p;
                        on device "/dev/null";
                        struct s { __u32 len; };
                        command A = 1 { payload struct s; check $0len[0] == 0; }
                        """,
                        "'len' is no array"),
                mistake("""
                        protocol p;
                        on device "/dev/null";
                        struct s { struct { __u32 op; } head; };
                        command A = 1 { payload struct s; check $0head == 0; }
                        """,
                        "'head' is struct; name one of its members, as in head.op"),
                mistake("""
                        protocol p;
                        on device "/dev/null";
                        struct s { struct { __u32 op; } list[2]; };
                        command A = 1 { payload struct s; check $0list.op == 0; }
                        """,
                        "each element of an array has a 'list.op' of its own; name one, as in list[0].op"),
                mistake("""
                        protocol p;
                        on device "/dev/null";
                        struct s { __u32 len; __u8 data[]; };
                        command A = 1 { payload struct s; check $0data[0] == 0; }
                        """,
                        "'data' is __u8[], and nothing says how many elements a request has; write 'count(...)' after it"),
                mistake("""
                        protocol p;
                        on device "/dev/null";
                        struct s { double rate; };
                        command A = 1 { payload struct s; check $0rate > 1; }
                        """,
                        "'rate' is double; only integers can be used here"),
                mistake("""
                        protocol p;
                        on device "/dev/null";
                        struct s { __u32 words[2]; };
                        command A = 1 { payload struct s; }
                        send "x" A to "/dev/null" { } expect $0words == 0;
                        """,
                        "'words' is __u32[2], not one number; name one element, as in words[0]"),
                mistake("""
                        protocol p;
                        on device "/dev/null";
                        struct s { struct { __u32 op; } head; };
                        refine struct s { head == $00; }
                        """,
                        "'head' is struct; a limit is written for its members, as in head.op"),
                mistake("""
                        protocol p;
                        on device "/dev/null";
                        struct s { struct { __u32 op; } head; };
                        refine struct s { $0head : errno; }
                        """,
                        "'head' is struct; a meaning is written for its members, as in head.op"),
                mistake("""
                        protocol p;
                        on device "/dev/null";
                        struct s { struct { __u32 op; } list[2]; };
                        refine struct s { value all = $0list.op; }
                        """,
                        "each element of an array has a 'list.op' of its own; name one, as in list[0].op"),
                mistake("""
                        protocol p;
                        on device "/dev/null";
                        struct sized { __u32 words[3]; };
                        command A = 1 { payload struct sized; check sizeof($0struct size) == 12; }
                        """,
                        "nothing declares struct size; did you mean struct sized"),
                mistake("""
                        protocol p;
                        on device "/dev/null";
                        struct sized { __u32 words[3]; };
                        command A = 1 { payload struct sized; check offsetof(struct sized, $0word) == 0; }
                        """,
                        "struct sized has no member 'word' that starts at a byte"),
                mistake("""
                        protocol p;
                        on device "/dev/null";
                        struct sized { __u32 words[3]; };
                        command A = 1 { payload struct sized; check $0offsetof(struct sized) == 0; }
                        """,
                        "offsetof takes a type and a member of it, as in offsetof(struct name, member)"),
                mistake("""
                        protocol p;
                        on device "/dev/null";
                        struct named;
                        struct sized { struct named *p; };
                        command A = 1 { payload struct sized; check sizeof($0struct named) == 0; }
                        """,
                        "no more than the name of struct named is known; declare its members"),
                mistake("""
                        struct a { struct b $0x; };
                        struct b { __u32 n; struct { struct a y[2]; } inner; };
                        """, "struct a would contain itself, without an end: x is struct b, whose inner.y is struct a;"
                        + " did you mean a pointer: struct b *x"),
                mistake("""
                        struct a { __u32 n; struct { struct a $0x; } inner; };
                        """, "struct a would contain itself, without an end: x is struct a; did you mean a pointer:"
                        + " struct a *x"),
                mistake("""
                        struct a { union b $0x; };
                        union b { struct c y; };
                        struct c { __u8 n; struct a z; };
                        """, "struct a would contain itself, without an end: x is union b, whose y is struct c,"
                        + " whose z is struct a; did you mean a pointer: union b *x"),
                mistake("""
                        struct a { struct b $0x; };
                        struct b { __u32 y; };
                        """, "struct b is declared further down; move it above, since C reads from the top"),
                mistake("""
                        struct a { __u32 n; __u8 $0data[]; __u32 last; };
                        """, "only the last member can be an array without a length; give 'data' a number of elements,"
                        + " or move it to the end"),
                mistake("""
                        struct a { __u32 n; __u8 data[2]$0[]; };
                        """, "only the first length of an array of arrays can be left out"),
                mistake("""
                        struct node { __u32 n; };
                        struct a { struct $0nod *next[2]; };
                        """, "nothing declares struct nod; did you mean struct node; import what does, or write"
                        + " 'struct nod;' where no more than the name is known"),
                mistake("""
                        struct node { __u32 n; };
                        struct a { __u64 addr; };
                        refine struct a { addr : pointer to $0struct nod[4]; }
                        """, "nothing declares struct nod; did you mean struct node; import what does, or write"),
                mistake("""
                        typedef __u32 handle_t;
                        struct a { __u64 addr; };
                        refine struct a { addr : pointer to $0handel_t; }
                        """, "nothing declares type 'handel_t'; did you mean handle_t; import what does"),
                mistake("""
                        struct s { __u8 a[$0-1]; };
                        """, "an array cannot have -1 elements"),
                mistake("""
                        struct s { __u8 a; __u8 $0a; };
                        """, "there is another member 'a'"),
                mistake("""
                        struct s { __u8 a; };
                        struct $0s { __u16 a; };
                        """, "struct s is declared twice"),
                mistake("""
                        import $0"nowhere.h";
                        """,
                        "cannot find nowhere.h; add its folder to the include paths. What it declares is not known here"),
                mistake("""
                        import rust $0"nowhere.rs";
                        """, "cannot find nowhere.rs; it is looked for beside this file and in the include paths"),
                mistake("""
                        import btf $0"nowhere.btf";
                        """, "cannot find nowhere.btf; it is looked for beside this file and in the include paths"),
                mistake("""
                        import $0"other.uring";
                        """, "a protocol file is not imported; put the types that both need into a header"),
                mistake("""
                        protocol p;
                        on device "/dev/null";
                        command A = 1 { payload struct $0s; }
                        """, "nothing declares struct s"),
                mistake("""
                        protocol p;
                        on device "/dev/null";
                        command A = 1 { }
                        send "x" $0B to "/dev/null" { }
                        """, "there is no command 'B'; these are: A"),
                mistake("""
                        protocol p$0
                        on device "/dev/null";
                        """, "expected ';' after the protocol's name, found 'on'"),
                mistake("""
                        protocol p;
                        on device $0/dev/null;
                        """, "expected the name of the device in quotes, found '/'"),
                mistake("""
                        struct s $0{
                          __u8 a;
                        """, "the '{' of s is never closed; add '};' after its last member"),
                mistake("""
                        struct s { __u8 a : $09; };
                        """, "a bit-field of __u8 is 1 to 8 bits wide"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void saidWhereItIs(String marked, String message) {
        int at = marked.indexOf("$0");
        List<Problem> problems = ProtocolModel.of(SourceText.of("t.uring", marked.replace("$0", ""))).problems();
        assertThat(problems).as("problems at the mark").filteredOn(problem -> problem.span().start() == at)
                .extracting(Problem::message).anySatisfy(said -> assertThat(said).startsWith(message));
    }

    @Test
    void aNameThatIsKnownAndCannotBeUsedIsNotUnresolved() {
        assertThat(kinds("struct s { __u32 words[3]; };", "words == 0")).containsExactly(Problem.Kind.MISTAKE);
        assertThat(kinds("struct s { __u32 words[3]; };", "wrods == 0"))
                .containsExactly(Problem.Kind.UNRESOLVED_NAME);
        assertThat(kinds("struct s { struct s x; };", "1")).containsExactly(Problem.Kind.MISTAKE);
    }

    private static List<Problem.Kind> kinds(String types, String check) {
        String text = types + " protocol p; on socket; command A = 1 { payload struct s; check " + check + "; }";
        return ProtocolModel.of(SourceText.of("t.uring", text)).problems().stream().map(Problem::kind).toList();
    }
}
