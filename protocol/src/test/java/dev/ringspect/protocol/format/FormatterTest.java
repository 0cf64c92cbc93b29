package dev.ringspect.protocol.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.syntax.uring.UringFile;
import dev.ringspect.protocol.text.SourceText;

/** What the formatter makes of small texts. */
class FormatterTest {
    @Test
    void membersAreAlignedByNameAndCommentsBelowEachOther() {
        check("""
                struct a {
                __u8 x;   // one
                  __be64   *longer ; // two
                	struct other o[ 2 ];
                    __u32 after;/* three */
                };
                """, """
                struct a {
                    __u8         x;       // one
                    __be64       *longer; // two
                    struct other o[2];
                    __u32        after;   /* three */
                };
                """);
    }

    @Test
    void aMuchLongerTypeDoesNotMoveTheOtherNames() {
        check("""
                struct a {
                    char in[4];
                    struct a_type_of_a_very_long_name there;
                    __u8 b;
                };
                """, """
                struct a {
                    char in[4];
                    struct a_type_of_a_very_long_name there;
                    __u8 b;
                };
                """);
    }

    @Test
    void groupsEndAtEmptyLinesAndNestedBlocks() {
        check("""
                struct a {
                    __u8 x;
                    __u16 y;



                    __u8 z;
                    union { __u64 token;
                        char name[8]; };
                    __u32 low:12;
                    __u32 higher : 20;
                } __attribute__( (aligned(8)) );
                """, """
                struct a {
                    __u8  x;
                    __u16 y;

                    __u8 z;
                    union {
                        __u64 token;
                        char  name[8];
                    };
                    __u32 low    : 12;
                    __u32 higher : 20;
                } __attribute__((aligned(8)));
                """);
    }

    @Test
    void rulesAreAlignedAtTheirSigns() {
        check("""
                refine struct a {
                  op:enum b;
                  reserved==0 warning;
                  q in 0..7;
                  w bits {
                    0 .. 15 nlb; 30 fua:enum c; }
                  value v=x|(__u64)y<<32;
                }
                """, """
                refine struct a {
                    op       : enum b;
                    reserved == 0 warning;
                    q        in 0 .. 7;
                    w bits {
                        0..15 nlb;
                        30 fua : enum c;
                    }
                    value v = x | (__u64)y << 32;
                }
                """);
    }

    @Test
    void blocksOnOneLineStayThere() {
        check("enum a:__u8{B=1,C}; command D=1|2 since 6.7{payload struct e;}\ncommand F=*{}",
                """
                        enum a : __u8 { B = 1, C };
                        command D = 1 | 2 since 6.7 { payload struct e; }
                        command F = * { }
                        """);
    }

    @Test
    void operatorsHaveBlanksAroundThemSignsOfOneOperandDoNot() {
        check("""
                command A = - 1 {
                    check a&b&&! c||~d==- 1&&(e+f)*2>g<<1 "text";
                    check (a)>0 "text";
                    check a?b:c "text";
                }
                """, """
                command A = -1 {
                    check a & b && !c || ~d == -1 && (e + f) * 2 > g << 1 "text";
                    check (a) > 0 "text";
                    check a ? b : c "text";
                }
                """);
    }

    @Test
    void theAuthorsLineEndsWithinAStatementStayAndAreIndented() {
        check("""
                command A = 1
                    | 2
                {
                check a == 1
                || b == 2   // why
                "text"
                ;
                }
                """, """
                command A = 1
                        | 2 {
                    check a == 1
                            || b == 2 // why
                            "text";
                }
                """);
    }

    @Test
    void valuesOfMacrosAreAligned() {
        check("""
                #define   A 1
                #define LONGER(x)   ((x) + 1) // why
                # define NOTHING

                #define ALONE	2
                  #define SPLICED 1 + \\
                      2
                """, """
                #define A         1
                #define LONGER(x) ((x) + 1) // why
                # define NOTHING

                #define ALONE 2
                #define SPLICED 1 + \\
                      2
                """);
    }

    @Test
    void aContinuationWithNothingBehindItDoesNotTakeInTheNextLine() {
        check("#define A 1 \\\n\n#define B 2\n", "#define A 1 \\\n\n#define B 2\n");
    }

    @Test
    void casesOfAVariantHoldRules() {
        check("""
                refine struct a {
                variant on kind:enum b {
                X,Y:{
                word bits{0..15 count;}
                longer:errno;
                z==0;
                }
                Z:  none;
                default:{ u; }
                }
                first:enum b;
                }
                """, """
                refine struct a {
                    variant on kind : enum b {
                        X, Y: {
                            word bits { 0..15 count; }
                            longer : errno;
                            z      == 0;
                        }
                        Z: none;
                        default: { u; }
                    }
                    first : enum b;
                }
                """);
    }

    @Test
    void commentsKeepTheirPlaceAndTheirText() {
        check("""


                /* first
                   * second
                     third */
                struct a {

                      // of x
                    /* and
                  * more */
                    __u8 x;

                    // last

                };   // behind
                // end""", """
                /* first
                 * second
                     third */
                struct a {
                    // of x
                    /* and
                     * more */
                    __u8 x;

                    // last
                }; // behind
                // end
                """);
    }

    @Test
    void whatDoesNotParseStaysAsItIs() {
        check("""
                struct   a  {  __u8   x;  };
                command   B  1  {   payload   struct a ;   }   // broken
                command   C  =  1  ;
                """, """
                struct a { __u8 x; };
                command   B  1  {   payload   struct a ;   }   // broken
                command C = 1;
                """);
    }

    @Test
    void theLineEndsOfWindowsAndAByteOrderMarkStay() {
        assertThat(formatted("\ufeffprotocol  a;\r\n\r\n\r\n\r\non   socket;"))
                .isEqualTo("\ufeffprotocol a;\r\n\r\non socket;\r\n");
    }

    @Test
    void anEmptyFileStaysEmpty() {
        assertThat(formatted("")).isEmpty();
        assertThat(formatted("\n\n")).isEmpty();
    }

    @Test
    void aHashInTheMiddleOfALineNeverBecomesADirective() {
        assertThat(formatted("typedef_gone f {\n    __u32 after;{#\n    __u32 next;\n};\n"))
                .doesNotContainPattern("(?m)^ *#");
    }

    private static void check(String before, String after) {
        assertThat(formatted(before)).isEqualTo(after);
        assertThat(formatted(after)).as("formatted twice").isEqualTo(after);
    }

    private static String formatted(String text) {
        return Formatter.formatted(UringFile.parse(SourceText.of("test", text))).text();
    }
}
