package dev.ringspect.protocol.inspect.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.drivercode.DriverCall;
import dev.ringspect.protocol.drivercode.DriverCall.Kind;
import dev.ringspect.protocol.drivercode.DriverText;
import dev.ringspect.protocol.finding.InspectionSettings;
import dev.ringspect.protocol.inspect.Inspections;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.syntax.c.CConfiguration;
import dev.ringspect.protocol.syntax.c.CTranslationUnit;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;

/** The ways in which drivers lay a struct over a command. */
class DriverCallsTest {
    private static final String TYPES = """
            struct tx { __u64 addr; __u64 len; };
            typedef struct { __u64 a; } rx_t;
            typedef struct tx *tx_p;
            struct holder { const struct tx *t; struct io_uring_cmd *cmd; };
            """;

    @Test
    void aPayloadIsTaken() {
        for (String body : new String[]{
                "const struct tx *t = io_uring_sqe_cmd(cmd->sqe);",
                "struct tx const *t = io_uring_sqe_cmd(cmd->sqe);",
                "const struct tx *const t = (const void *)io_uring_sqe_cmd(cmd->sqe);",
                "const struct tx *t; int x; t = io_uring_sqe_cmd(cmd->sqe);",
                "const struct tx *t; t = (void *)cmd->sqe->cmd;",
                "const struct tx *t = io_uring_sqe_cmd(cmd->sqe, struct tx);",
                "const struct tx *t = io_uring_sqe_cmd(priv->cmd->sqe, const struct tx);",
                "u64 l = READ_ONCE(((const struct tx *)cmd->sqe->cmd)->len);",
                "struct tx t = *(struct tx *)io_uring_sqe_cmd(cmd->sqe);",
                "struct tx t; memcpy(&t, io_uring_sqe_cmd(cmd->sqe), sizeof(t));",
                "struct tx t; memcpy(&t, cmd->sqe->cmd, sizeof(struct tx));",
                "const struct io_uring_sqe *sqe = cmd->sqe; const struct tx *t = (const struct tx *)sqe->cmd;",
                "const struct io_uring_sqe *s = cmd->sqe; const struct tx *t = (const struct tx *)&s->cmd;",
                "const struct tx *t = (struct tx *) cmd->cmd;",
                "const struct tx *t = cmd->cmd;",
                "use(1, io_uring_sqe_cmd(cmd->sqe));",
                "use(1, (void *)cmd->sqe->cmd);",
                "declared(io_uring_sqe_cmd(cmd->sqe));",
                "struct holder *h = x; h->t = io_uring_sqe_cmd(cmd->sqe);",
                "tx_p t = io_uring_sqe_cmd(cmd->sqe);",
                "const struct tx __user *t = (const struct tx __user *)(io_uring_sqe_cmd(cmd->sqe));"}) {
            assertThat(calls(body)).as(body).extracting(DriverCall::kind, call -> call.type().name())
                    .containsExactly(org.assertj.core.groups.Tuple.tuple(Kind.PAYLOAD, "tx"));
        }
        assertThat(calls("rx_t *r = io_uring_sqe_cmd(cmd->sqe);")).hasSize(1);
        assertThat(calls("struct tx *t = io_uring_sqe128_cmd(cmd->sqe, struct tx);")).extracting(DriverCall::kind)
                .containsExactly(Kind.PAYLOAD_SQE128);
        assertThat(
                inText("static const struct tx *of(struct io_uring_cmd *cmd) { return io_uring_sqe_cmd(cmd->sqe); }"))
                .hasSize(1);
        for (String value : new String[]{"(const struct tx *)cmd->sqe->cmd", "(struct tx *)io_uring_sqe_cmd(cmd->sqe)",
                "((const struct tx *)cmd->sqe->cmd)", "(void *)(cmd->sqe->cmd)"}) {
            assertThat(inText("static const struct tx *of(struct io_uring_cmd *cmd) { return " + value + "; }"))
                    .as(value).hasSize(1);
        }
    }

    @Test
    void thePduIsTaken() {
        assertThat(calls("struct tx *t = io_uring_cmd_to_pdu(from(cmd, 1), struct tx);")).extracting(DriverCall::kind)
                .containsExactly(Kind.PDU);
        for (String body : new String[]{"struct tx *t = (struct tx *)cmd->pdu;", "struct tx *t = (void *)&cmd->pdu;",
                "struct tx *t; t = (struct tx *)&v->cmd->pdu[0];", "use(1, (struct tx *)ioucmd->pdu);",
                "struct tx t = *(struct tx *)v->cmd->pdu;"}) {
            assertThat(calls(body)).as(body).extracting(DriverCall::kind).containsExactly(Kind.PDU_CAST);
        }
        assertThat(calls("struct tx t; memcpy(cmd->pdu, &t, sizeof(t));")).extracting(DriverCall::kind)
                .containsExactly(Kind.PDU_COPY);
    }

    @Test
    void othersAreLeftAlone() {
        for (String body : new String[]{"struct tx *t = (struct tx *)packet->pdu;", "memset(cmd->pdu, 0, 32);",
                "struct tx *t = kmalloc(8);", "u32 op = READ_ONCE(cmd->cmd_op);", "struct io_uring_cmd *c = io->cmd;",
                "/* struct tx *t = io_uring_sqe_cmd(cmd->sqe); */", "const void *t = io_uring_sqe_cmd(cmd->sqe);"}) {
            assertThat(calls(body)).as(body).isEmpty();
        }
    }

    private static List<DriverCall> calls(String body) {
        return inText("static int use(int a, const struct tx *t) { return 0; }\nvoid declared(struct tx *t);\n"
                + "int f(struct io_uring_cmd *cmd, struct holder *v) { " + body + " return 0; }");
    }

    private static List<DriverCall> inText(String text) {
        SourceText source = SourceText.of("file:///a.c", TYPES + text);
        return DriverCall.of(CTranslationUnit.parse(Sources.of(source), source.uri(),
                CConfiguration.bare(Abi.X86_64)), new DriverText(source));
    }

    @Test
    void aDriverIsReadAsFarAsItIsTyped() {
        String text = TYPES + """
                static int f(struct io_uring_cmd *cmd, unsigned int issue_flags)
                {
                	const struct tx *t = io_uring_sqe_cmd(cmd->sqe, struct tx);
                	struct tx *p = io_uring_cmd_to_pdu(cmd, struct tx);
                	memcpy(p, (const struct tx *)&cmd->sqe->cmd, sizeof(*p));
                	p[0].addr = READ_ONCE(t->list[0].one[1]);
                	return t->addr.low + cmd->sqe->addr.x[2];
                }
                """;
        for (int length = TYPES.length(); length < text.length(); length++) {
            String begun = text.substring(0, length);
            CTranslationUnit unit = CTranslationUnit.parse(Sources.of(SourceText.of("a.c", begun)), "a.c",
                    CConfiguration.bare(Abi.X86_64));
            assertThat(Inspections.of(CheckedSet.of(unit, List.of()), InspectionSettings.DEFAULT)).as(begun)
                    .allSatisfy(finding -> assertThat(finding.where().orElseThrow().span().end())
                            .isBetween(1, begun.length()));
        }
    }
}
