package dev.ringspect.protocol.inspect.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.ringspect.protocol.edit.Fix;
import dev.ringspect.protocol.edit.Fix.Change;
import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.InspectionSettings;
import dev.ringspect.protocol.inspect.Inspections;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.Reaches;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.syntax.c.CConfiguration;
import dev.ringspect.protocol.syntax.c.CTranslationUnit;
import dev.ringspect.protocol.syntax.rust.RustFile;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;

/** C and Rust sources that stand alone: what is inspected in them, {@code $0} standing where the finding starts. */
class SourceInspectionsTest {
    private static final String CMD = "#[repr(C)]\nstruct Cmd { a: u64, b: u64 }\n";
    private static final String BIG = "#[repr(C)]\nstruct Big { a: [u64; 5] }\n";

    @Test
    void aHeaderIsLeftAloneWhereNothingSpeaksOfCommands() {
        assertThat(inC("struct p { __u8 x; __u32 y; long z; };")).isEmpty();
    }

    @Test
    void aMarkedStructIsInspected() {
        firesInC("L04", "// ringspect: payload sqe64\nstruct p { __u8 x; __u32 $0y; };",
                "3 bytes of padding before y that nobody sets or checks; declare them, such as '__u8 pad[3];'");
        firesInC("L01", "/* ringspect: payload sqe64 */\nstruct $0p { __u64 x[3]; };",
                "struct p has 24 bytes, which do not fit the 16-byte command area of a 64-byte SQE");
        firesInC("L02", "struct $0p { __u64 x[11]; }; // ringspect: payload sqe128",
                "struct p has 88 bytes, which do not"
                        + " fit the 80-byte command area of a 128-byte SQE; pass the address of the data instead");
        firesInC("L03", "// ringspect: pdu\nstruct $0p { __u64 x[5]; };", "struct p has 40 bytes, and a command has 32"
                + " for the driver's state; keep the rest elsewhere and a pointer to it here");
        quietInC("L01", "// ringspect: payload sqe128\nstruct p { __u64 x[3]; };");
        quietInC("L09", "// ringspect: pdu\nstruct p { void *x; };");
        quietInC("L04", "// ringspect: payload sqe64\nstruct q { __u8 x; };\nstruct p { __u8 x; __u32 y; };");
    }

    @Test
    void whatAMarkedStructHoldsIsInspectedToo() {
        firesInC("L04", "struct in { __u8 x; __u32 $0y; };\n// ringspect: payload sqe64\nstruct p { struct in i; };",
                "3 bytes of padding before y that nobody sets or checks; declare them, such as '__u8 pad[3];'");
    }

    @Test
    void aStructThatADriverReadsIsInspected() {
        firesInC("L09", """
                struct p { void *$0buf; };
                static int f(struct io_uring_cmd *cmd) {
                    const struct p *p = io_uring_sqe_cmd(cmd->sqe);
                }
                """, "buf is a pointer, which has 4 bytes in a 32-bit program, where the struct has 4 bytes instead of"
                + " 8; declare it as __u64 and convert with (uintptr_t)");
        String reads = "struct p { __u64 x[3]; };\nvoid f(void) { const struct p *p = $0io_uring_sqe_cmd(c->sqe); %s }";
        firesInC("L01", reads.replace("%s", ""),
                "struct p has 24 bytes and a 64-byte SQE 16 for it; test issue_flags & IO_URING_F_SQE128 first");
        quietInC("L01", reads.replace("$0", "").replace("%s", "if (flags & IO_URING_F_SQE128) g();"));
        quietInC("L09", "struct p { void *buf; };\n// const struct p *p = io_uring_sqe_cmd(cmd->sqe);\n");
    }

    @Test
    void cmdOpDirectionMismatch() {
        String handler = """
                #define GET _IOW('d', 1, int)
                #define SET _IOR('d', 2, int)
                #define RUN _IO('d', 3)
                int h(struct io_uring_cmd *cmd) { switch (cmd->cmd_op) { %s } return 0; }
                """;
        firesInC("L15", handler.replace("%s", "case $0GET: return copy_to_user(a, b, 4);"),
                "GET is made by _IOW, and its handler copies to the program; make it by _IOWR, unless programs use the"
                        + " number already");
        firesInC("L15", handler.replace("%s", "case $0SET: return copy_from_user(a, b, 4); case GET: break;"),
                "SET is made by _IOR, and its handler copies from the program; make it by _IOWR, unless programs use the"
                        + " number already");
        firesInC("L15", handler.replace("%s", "case $0RUN: { if (x) { return put_user(a, b); } }"),
                "RUN is made by _IO, and its handler copies to the program; make it by _IOR, unless programs use the"
                        + " number already");
        firesInC("L15", "static int get(void) { return copy_to_user(a, b, 4); }\n"
                + handler.replace("%s", "case $0GET: return get();"),
                "GET is made by _IOW, and its handler copies to the program; make it by _IOWR, unless programs use the"
                        + " number already");
        firesInC("L15", handler.replace("switch (cmd->cmd_op)", "u32 op = cmd->cmd_op; switch (op)").replace("%s",
                "case $0GET: case 7: return copy_to_user(a, b, 4);"),
                "GET is made by _IOW, and its handler copies to the program; make it by _IOWR, unless programs use the"
                        + " number already");
        quietInC("L15", handler.replace("%s", "case SET: return copy_to_user(a, b, 4);"
                + " case GET: return copy_from_user(a, b, 4); case RUN: return 0;"));
        quietInC("L15", handler.replace("%s", "case GET: return 0; default: return copy_to_user(a, b, 4);"));
        quietInC("L15", handler.replace("%s", "case GET: return 0; /* copy_to_user(a, b, 4); */"));
        quietInC("L15",
                handler.replace("cmd->cmd_op", "other").replace("%s", "case GET: return copy_to_user(a, b, 4);"));
        quietInC("L15", "static int both(void) { return copy_to_user(a, b, 4); }\n" + handler.replace("%s",
                "case GET: return both(); case SET: return both();"));
        String rust = """
                const GET: u32 = ioctl::_IOW::<Cmd>('d' as u32, 1);
                const SET: u32 = _IOR::<Cmd>('d' as u32, 2);
                fn h(cmd: &IoUringCmd) -> Result { match cmd.cmd_op() { %s _ => Err(ENOTTY), } }
                """;
        firesInRust("L15", rust.replace("%s", "$0GET => UserSlice::new(p, 4).writer().write_slice(&d),"),
                "GET is made by _IOW, and its handler copies to the program; make it by _IOWR, unless programs use the"
                        + " number already");
        firesInRust("L15", rust.replace("%s", "GET => Ok(()), $0SET => { UserSlice::new(p, 4).reader().read_all(v) }"),
                "SET is made by _IOR, and its handler copies from the program; make it by _IOWR, unless programs use the"
                        + " number already");
        quietInRust("L15", rust.replace("%s", "SET => UserSlice::new(p, 4).writer().write_slice(&d),"
                + " GET => UserSlice::new(p, 4).reader().read_all(v),"));
    }

    @Test
    void hardCodedCommandOffset() {
        String op = "byte 24 of io_uring_cmd is cmd_op up to Linux 6.18 only, from 6.19 on it is at 16; write ";
        String pdu = "byte 32 of io_uring_cmd is pdu up to Linux 6.18 only, from 6.19 on it is at 24; write ";
        firesInC("L23", "int f(struct io_uring_cmd *c) { return *(int *)((char *)c + $024); }",
                op + "offsetof(struct io_uring_cmd, cmd_op)");
        firesInC("L23", "int f(struct io_uring_cmd *c) { return bpf_probe_read_kernel(&x, 4, (void *)c + $00x20); }",
                pdu + "bpf_core_field_offset(struct io_uring_cmd, pdu)");
        firesInC("L23", "struct io_uring_cmd;\n#define IO_URING_CMD_PDU_OFFSET $032\n",
                pdu + "offsetof(struct io_uring_cmd, pdu)");
        quietInC("L23", "int f(struct io_uring_cmd *c, char *d) { return *(int *)((char *)d + 24); }");
        quietInC("L23", "int f(struct io_uring_cmd *c) { return *(int *)((char *)c + 16); } /* (char *)c + 24 */");
        quietInC("L23", "#define PDU_OFFSET 32\n");
        firesInRust("L23",
                "unsafe fn f(c: *const bindings::io_uring_cmd) -> u32 { c.byte_add($024).cast::<u32>().read() }",
                op + "core::mem::offset_of!(io_uring_cmd, cmd_op)");
        firesInRust("L23", "unsafe fn f(c: *mut io_uring_cmd) -> *mut u8 { (c as *mut u8).add($032) }",
                pdu + "core::mem::offset_of!(io_uring_cmd, pdu)");
        quietInRust("L23", "unsafe fn f(c: *mut io_uring_cmd, d: *mut u8) -> *mut u8 { d.add(32) }");
    }

    @Test
    void pduCastUnchecked() {
        firesInC("C26", "struct s { int x; };\nvoid f(struct io_uring_cmd *cmd) { g($0(struct s *)cmd->pdu); }",
                "nothing checks that struct s fits the pdu; use io_uring_cmd_to_pdu(cmd, struct s)");
        firesInC("C26", "struct s { int x; };\nvoid f(struct io_uring_cmd *cmd) { g($0(struct s *)&cmd->pdu); }",
                "nothing checks that struct s fits the pdu; use io_uring_cmd_to_pdu(cmd, struct s)");
        quietInC("C26", "struct s { int x; };\nvoid f(struct io_uring_cmd *cmd) { g((struct s *)cmd->pdu); }\n"
                + "void init(void) { BUILD_BUG_ON(sizeof(struct s) > sizeof_field(struct io_uring_cmd, pdu)); }");
        quietInC("C26", "struct s { int x; };\nvoid f(void) { struct s *s = io_uring_cmd_to_pdu(cmd, struct s); }");
        firesInC("L03",
                "struct $0s { long x[5]; };\nvoid f(void) { struct s *s = io_uring_cmd_to_pdu(cmd, struct s); }",
                "struct s has 40 bytes, and a command has 32 for the driver's state; keep the rest elsewhere and a"
                        + " pointer to it here");
    }

    @Test
    void cmdDataTooBig() {
        firesInRust("R01", BIG + "fn f(sqe: &Sqe) { let c = sqe.$0cmd_data::<Big>()?; }",
                "Big has 40 bytes, and cmd_data"
                        + " reads 16: it answers EINVAL each time; pass the address of the data instead");
        firesInRust("R01", BIG + "fn f(sqe: &Sqe) { let c: Big = sqe.$0cmd_data()?; }", "Big has 40 bytes, and cmd_data"
                + " reads 16: it answers EINVAL each time; pass the address of the data instead");
        quietInRust("R01", CMD + "fn f(sqe: &Sqe) { let c = sqe.cmd_data::<Cmd>()?; }");
    }

    @Test
    void pduTooBig() {
        firesInRust("R02", BIG + "fn f(cmd: &Cmd) { let s = cmd.$0read_pdu::<Big>()?; }",
                "Big has 40 bytes, and the pdu 32: read_pdu answers EINVAL each time; keep a pointer in it instead");
        firesInRust("R02", BIG + "fn f(cmd: &mut Cmd) { cmd.$0write_pdu::<Big>(&b)?; }",
                "Big has 40 bytes, and the pdu 32: write_pdu answers EINVAL each time; keep a pointer in it instead");
        quietInRust("R02", CMD + "fn f(cmd: &Cmd) { let s = cmd.read_pdu::<Cmd>()?; }");
    }

    @Test
    void doubleCmdData() {
        firesInRust("R08", CMD + "fn f(sqe: &Sqe) { a(sqe.cmd_data::<Cmd>()?); b(sqe.$0cmd_data::<Cmd>()?); }",
                "the payload was read before in f, and may have changed since; keep the first copy");
        quietInRust("R08", CMD + "fn f(sqe: &Sqe) { a(sqe.cmd_data::<Cmd>()?); }"
                + " fn g(sqe: &Sqe) { b(sqe.cmd_data::<Cmd>()?); }");
    }

    @Test
    void reprMissing() {
        String text = "#[derive(Clone)]\nstruct Cmd { a: u8, b: u64 }\nfn f(sqe: &Sqe) { let c = sqe.$0cmd_data::<Cmd>()?; }";
        firesInRust("R10", text, "Cmd has no #[repr(C)], so Rust orders its fields as it likes; add it");
        assertThat(fixed(text.replace("$0", ""), "R10"))
                .startsWith("#[derive(Clone)]\n#[repr(C)]\nstruct Cmd { a: u8, b: u64 }");
        quietInRust("R10", CMD + "fn f(sqe: &Sqe) { let c = sqe.cmd_data::<Cmd>()?; }");
        quietInRust("R10", "fn f(sqe: &Sqe) { let c = sqe.cmd_data::<u64>()?; }");
    }

    @Test
    void invalidBitPatterns() {
        firesInRust("R11", "#[repr(C)]\nstruct Cmd { a: u64, b: [bool; 2] }\nunsafe impl FromBytes for $0Cmd {}",
                "Cmd holds a bool in b, for which not every pattern of bits is a value; use an integer and convert");
        firesInRust("R11", "#[repr(u8)]\nenum Op { A, B }\n#[repr(C)]\nstruct Cmd { op: Op }\n"
                + "unsafe impl kernel::types::FromBytes for $0Cmd {}",
                "Cmd holds the enum Op in op, for which not every pattern of bits is a value; use an integer and convert");
        quietInRust("R11", CMD + "unsafe impl FromBytes for Cmd {}");
        quietInRust("R11", "#[repr(C)]\nstruct Cmd { b: bool }\n// unsafe impl FromBytes for Cmd {}");
        // each struct is looked into once, however many hold it
        StringBuilder nested = new StringBuilder("#[repr(C)]\nstruct A0 { a: u64, b: LAST }\n");
        for (int i = 1; i < 30; i++) {
            nested.append("#[repr(C)]\nstruct A%d { ".formatted(i));
            for (char name = 'a'; name < 'k'; name++) {
                nested.append("%s: A%d, ".formatted(name, i - 1));
            }
            nested.append("}\n");
        }
        quietInRust("R11", nested.toString().replace("LAST", "u8") + "unsafe impl FromBytes for A29 {}");
        firesInRust("R11", nested.toString().replace("LAST", "bool") + "unsafe impl FromBytes for $0A29 {}",
                "A29 holds a bool in a, for which not every pattern of bits is a value; use an integer and convert");
    }

    @Test
    void paddingAsBytes() {
        String text = "#[repr(C)]\nstruct State {\n    kind: u8,\n    cookie: u64,\n}\nunsafe impl AsBytes for $0State {}";
        firesInRust("R12", text, "State has 7 bytes of padding, which are not initialised; declare them as fields");
        assertThat(fixed(text.replace("$0", ""), "R12"))
                .contains("    kind: u8,\n    pad: [u8; 7],\n    cookie: u64,\n}");
        quietInRust("R12", CMD + "unsafe impl AsBytes for Cmd {}");
    }

    @Test
    void layoutVersusC() {
        ProtocolModel protocol = ProtocolModel
                .of(SourceText.of("p.uring", "struct demo_cmd { __u64 addr; __u32 op; __u32 len; };"));
        String rust = "#[repr(C)]\npub struct DemoCmd { pub addr: u64, pub op: u32, pub len: u32 }";
        assertThat(inRust(rust, protocol)).isEmpty();
        assertThat(inRust(rust.replace("op: u32", "op: u16"), protocol)).filteredOn(one -> one.id().equals("R13"))
                .singleElement().satisfies(finding -> assertThat(finding.message()).isEqualTo(
                        "DemoCmd is not laid out as struct demo_cmd: op is byte 8 with 2, and op there is byte 8 with 4"));
        assertThat(inRust(rust.replace(", pub len: u32", ""), protocol)).filteredOn(one -> one.id().equals("R13"))
                .isEmpty();
    }

    @Test
    void whatIsPassedHasAType() {
        String big = BIG + "struct Driver { state: Big }\n";
        String said = "Big has 40 bytes, and the pdu 32: write_pdu answers EINVAL each time; keep a pointer in it instead";
        for (String body : List.of("fn f(cmd: &mut C, s: &Big) { cmd.$0write_pdu(s) }",
                "fn f(cmd: &mut C, s: Big) { cmd.$0write_pdu(&s) }",
                "fn f(cmd: &mut C) { let s: Big = make(); cmd.$0write_pdu(&s) }",
                "fn f(cmd: &mut C) { let mut s = Big { a: [0; 5] }; s.a[0] = 1; cmd.$0write_pdu(&s) }",
                "fn f(cmd: &mut C) { cmd.$0write_pdu(&Big { a: [0; 5] }) }",
                "fn f(cmd: &mut C, d: &Driver) { cmd.$0write_pdu(&d.state) }",
                "impl Driver { fn f(&self, cmd: &mut C) { cmd.$0write_pdu(&self.state) } }",
                "fn make() -> Result<Big> { Err(x) }\nfn f(cmd: &mut C) { let s = make()?; cmd.$0write_pdu(&s) }",
                "impl Big { fn new() -> Self { z } }\nfn f(cmd: &mut C) { cmd.$0write_pdu(&Big::new()) }")) {
            firesInRust("R02", big + body, said);
        }
        firesInRust("R02", big + "fn f(cmd: &C) { let s: Result<Big> = cmd.$0read_pdu(); }",
                said.replace("write", "read"));
        quietInRust("R02", big + "fn f(cmd: &mut C, s: &Big) { let s = s.a[0]; cmd.write_pdu(&s) }");
        quietInRust("R02", big + "fn f(cmd: &mut C) { { let s = Big { a: b }; } cmd.write_pdu(&s) }");
    }

    @Test
    void aReadInAnotherArmIsNoSecondOne() {
        String call = "sqe.cmd_data::<Cmd>()?";
        quietInRust("R08",
                CMD + "fn f(sqe: &Sqe) { match op { A => g(" + call + "), B => { g(" + call + ") } _ => {} } }");
        quietInRust("R08", CMD + "fn f(sqe: &Sqe) { if a { return g(" + call + "); } g(" + call + ") }");
        quietInRust("R08",
                CMD + "fn f(sqe: &Sqe) { if a { g(" + call + ") } else if b { g(" + call + ") } else { h() } }");
        quietInRust("R08",
                CMD + "fn f(sqe: &Sqe) { let Some(x) = y else { return g(" + call + "); }; g(" + call + ") }");
        String again = "sqe.$0cmd_data::<Cmd>()?";
        String said = "the payload was read before in f, and may have changed since; keep the first copy";
        firesInRust("R08", CMD + "fn f(sqe: &Sqe) { if a { g(" + call + "); } g(" + again + ") }", said);
        firesInRust("R08", CMD + "fn f(sqe: &Sqe) { match g(" + call + ") { A => 1, B => g(" + again + ") } }", said);
        firesInRust("R08", CMD + "fn f(sqe: &Sqe) { loop { if a { g(" + call + "); break; } } g(" + again + ") }",
                said);
    }

    @Test
    void aQueuedCommandIsKept() {
        String f = "fn f(cmd: IoUringCmd) -> Result<UringCmdAction> { let (action, %s) = cmd.queue(); %s }";
        firesInRust("R03", f.formatted("queued", "$0drop(queued); Ok(action)"), "the handle of the queued command is"
                + " dropped, and the callback answers that it is queued: it never completes; keep the handle and call"
                + " done, or return an error");
        String unused = "the handle of this command is never used, and the callback answers that it is queued: it never"
                + " completes; keep the handle and call done, or return an error";
        firesInRust("R03", f.replace("queue()", "$0queue()").formatted("_", "return Ok(action);"), unused);
        firesInRust("R03",
                f.replace("queue()", "$0queue()").formatted("q", "if full { return Ok(action); } put(q); Ok(action)"),
                unused);
        quietInRust("R03", f.formatted("queued", "drop(queued); Err(EIO)"));
        quietInRust("R03", f.formatted("queued", "let w = Work::new(queued)?; let _ = w.enqueue(); Ok(action)"));
        quietInRust("R03", f.formatted("queued", "match list.push(queued) { Ok(()) => Ok(action), Err(e) => Err(e) }"));
        quietInRust("R03",
                f.formatted("q", "if full { drop(q); return Err(EBUSY); } list.lock().replace(Some(q)); Ok(action)"));
    }

    @Test
    void aResultIsOneThatProgramsKnow() {
        String f = "fn f(cmd: IoUringCmd) -> UringCmdAction { cmd.complete($0%s) }";
        firesInRust("R05", f.formatted("-529"), "complete(-529) tells io_uring that the command is queued, so it never"
                + " completes; call queue instead");
        firesInRust("R05", f.formatted("EAGAIN.to_errno()"),
                "complete(EAGAIN.to_errno()) has io_uring issue the command"
                        + " once more instead of completing it; answer another errno");
        firesInRust("R05", "const LATER: i32 = -524;\n" + f.formatted("LATER"), "complete(LATER) hands out the kernel's"
                + " internal ENOTSUPP, which no C library knows; answer an errno below 512");
        quietInRust("R05", f.replace("$0", "").formatted("-22"));
        quietInRust("R05", f.replace("$0", "").formatted("len as i32"));
        quietInRust("R05", "fn f(job: Job) { job.complete(-11) }");
    }

    @Test
    void aResultIsOneOfACommand() {
        String said = "complete(-11) has io_uring issue the command once more instead of completing it; answer another"
                + " errno";
        for (String body : List.of("fn f(mut cmd: IoUringCmd) -> A { cmd.complete($0-11) }",
                "use kernel::io_uring::IoUringCmd as Cmd;\nfn f(cmd: Cmd) -> A { return cmd.complete($0-11); }",
                "type Cmd = io_uring::IoUringCmd;\nfn f(c: Cmd) -> A { let again = c; Ok(again.complete($0-11)) }",
                "struct Job { cmd: IoUringCmd }\nfn f(job: Job) -> A { job.cmd.complete($0-11) }")) {
            firesInRust("R05", body, said);
        }
        for (String body : List.of("self.fence.complete(-11);", "self.tx.complete(-EAGAIN);", "make().complete(-512);",
                "let cmd = Request::new(cmd); cmd.complete(-11);")) {
            quietInRust("R05", "impl D { fn f(&self, cmd: IoUringCmd) { " + body + " } }");
        }
    }

    @Test
    void aQueueIsOneOfACommand() {
        String pair = "impl D { fn f(&self, %s) -> Result<%s> { let (a, b) = %s.$0queue(); Ok(a) } }";
        String said = "the handle of this command is never used, and the callback answers that it is queued: it never"
                + " completes; keep the handle and call done, or return an error";
        firesInRust("R03", pair.formatted("cmd: IoUringCmd", "Action", "cmd"), said);
        firesInRust("R03", pair.formatted("cmd: C::Cmd", "UringCmdAction", "self.next()"), said);
        quietInRust("R03", pair.replace("$0", "").formatted("cmd: IoUringCmd", "Stream", "self.device"));
        quietInRust("R03", pair.replace("$0", "").formatted("net: Net", "UringCmdAction", "net"));
    }

    @Test
    @Timeout(60)
    void manyFunctionsWithCallsEndSoon() {
        String text = IntStream.range(0, 30_000).mapToObj(i -> "impl T" + i + " { fn f(&self, cmd: IoUringCmd) {"
                + " let x = cmd.sqe().cmd_data::<u64>(); cmd.write_pdu(&x); let (a, b) = cmd.queue(); g(b); } }\n")
                .collect(Collectors.joining());
        assertThat(inRust(text)).isEmpty();
        String one = IntStream.range(0, 8_000).mapToObj(i -> "let (a, h" + i + ") = cmd.queue(); q.push(h" + i + ");\n")
                .collect(Collectors.joining());
        assertThat(inRust("fn f(cmd: IoUringCmd) { " + one + " }")).isEmpty();
    }

    @Test
    void taskWorkHasItsOwnFlags() {
        String f = "impl IoUringTaskWork for Done { fn task_work(cmd: QueuedIoUringCmd) { %s } }";
        firesInRust("R24", f.formatted("cmd.done(Ok(g(1, 2)), 0, $0self.flags);"),
                "done is called in task_work with self.flags; pass TASK_WORK_ISSUE_FLAGS");
        quietInRust("R24", f.formatted("cmd.done(Ok(0), 0, io_uring::TASK_WORK_ISSUE_FLAGS);"));
        quietInRust("R24", f.formatted("let flags = TASK_WORK_ISSUE_FLAGS; cmd.done(Ok(0), 0, flags);"));
        quietInRust("R24", f.formatted("cmd.done(Ok(0), 0, { TASK_WORK_ISSUE_FLAGS });"));
        quietInRust("R24", f.formatted("let flags: u32 = if a { TASK_WORK_ISSUE_FLAGS } else { TASK_WORK_ISSUE_FLAGS };"
                + " cmd.done(Ok(0), 0, (flags) as u32);"));
        quietInRust("R24",
                f.formatted("let flags; flags = io_uring::TASK_WORK_ISSUE_FLAGS; cmd.done(Ok(0), 0, flags);"));
        quietInRust("R24", "impl Done { const FLAGS: u32 = TASK_WORK_ISSUE_FLAGS; }\n"
                + f.formatted("cmd.done(Ok(0), 0, Self::FLAGS);"));
        quietInRust("R24", "const A: u32 = B;\nconst B: u32 = A;\n" + f.formatted("cmd.done(Ok(0), 0, A);"));
        quietInRust("R24", f.formatted("cmd.done(Ok(0), 0, crate::flags_of_task_work());"));
        quietInRust("R24", f.formatted("let n = Notice::new(); n.done(1, 2, 0); cmd.done(Ok(0), 0, FLAGS);"));
        quietInRust("R24",
                f.formatted("let now = Context::new(TASK_WORK_ISSUE_FLAGS); cmd.done(Ok(0), 0, now.flags);"));
        String zero = "done is called in task_work with %s; pass TASK_WORK_ISSUE_FLAGS";
        firesInRust("R24", f.formatted("cmd.done(Ok(0), 0, $00u32);"), zero.formatted("0u32"));
        firesInRust("R24", f.formatted("let mut flags = 0; flags = self.0; cmd.done(Ok(0), 0, $0flags);"),
                zero.formatted("flags"));
        firesInRust("R24", "const NONE: u32 = 0;\n" + f.formatted("cmd.done(Ok(0), 0, $0NONE);"),
                zero.formatted("NONE"));
        firesInRust("R24", f.formatted("cmd.done(Ok(0), 0, $0bindings::IO_URING_F_UNLOCKED as u32);"),
                zero.formatted("bindings::IO_URING_F_UNLOCKED as u32"));
        quietInRust("R24", "impl Work { fn run(cmd: QueuedIoUringCmd) { cmd.done(Ok(0), 0, 0); } }");
        // each field is followed once, however often it is assigned
        StringBuilder kept = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            kept.append("self.f%d = other.f%d; ".formatted(i, i + 1).repeat(30));
        }
        firesInRust("R24", "fn keep(&mut self, other: &Self) { " + kept + "}\n"
                + f.formatted("cmd.done(Ok(0), 0, $0self.f0);"), zero.formatted("self.f0"));
    }

    @Test
    void aDriverThatCompletesInItsTaskIsLeftAlone() {
        assertThat(inRust("""
                #[vtable]
                impl MiscDevice for Device {
                    fn uring_cmd(me: Pin<&Device>, cmd: IoUringCmd, _issue_flags: u32) -> Result<UringCmdAction> {
                        let (action, queued) = cmd.queue();
                        let work = Arc::pin_init(Job { command <- new_mutex!(Some(queued)) }, GFP_KERNEL)?;
                        let _ = workqueue::system().enqueue(work);
                        Ok(action)
                    }
                }
                impl WorkItem for Job {
                    fn run(job: Arc<Job>) {
                        if let Some(queued) = job.command.lock().take() {
                            queued.complete_in_task::<Finish>();
                        }
                    }
                }
                impl IoUringTaskWork for Finish {
                    fn task_work(cmd: QueuedIoUringCmd) {
                        cmd.done(Ok(0), 0, TASK_WORK_ISSUE_FLAGS);
                    }
                }
                """)).isEmpty();
    }

    @Test
    void aStructOfAProtocolIsComparedThoughNoCommandIsSpokenOf() {
        List<ProtocolModel> protocol = List.of(ProtocolModel.of(SourceText.of("file:///w/demo.uring",
                "struct demo_cmd { __u64 addr; __u32 op; };")));
        SourceText other = SourceText.of("file:///w/demo.rs", "#[repr(C)]\nstruct DemoCmd { op: u32, addr: u64 }");
        assertThat(Reaches.of(protocol).of(other).isEmpty()).isFalse();
        assertThat(Inspections.of(CheckedSet.of(RustFile.parse(other), protocol), InspectionSettings.DEFAULT))
                .extracting(Finding::id).containsExactly("R13");
        assertThat(Reaches.of(protocol).of(SourceText.of("file:///w/demo.rs", "struct Cmd; fn demo_cmd() {}"))
                .isEmpty()).isTrue();
    }

    @Test
    void aMarkedRustStructIsInspectedAndRepaired() {
        String text = "// ringspect: payload sqe64\n#[repr(C)]\npub struct Cmd {\n    pub op: u8,\n    pub len: u32\n}\n";
        assertThat(fixed(text, "L04")).contains("    pub op: u8,\n    pub pad: [u8; 3],\n    pub len: u32\n}");
        String wide = "// ringspect: payload sqe64\n#[repr(C)]\npub struct Cmd {\n    pub len: u64,\n    pub op: u8\n}\n";
        assertThat(fixed(wide, "L05")).contains("    pub op: u8,\n    pub pad: [u8; 7],\n}");
        String size = "// ringspect: payload sqe64\n#[repr(C)]\npub struct Cmd { pub len: usize, at: *mut u8 }\n";
        assertThat(fixed(size, "L10")).contains("{ pub len: u64, at: *mut u8 }");
        assertThat(fixed(size, "L09")).contains("{ pub len: usize, at: u64 }");
    }

    private static String fixed(String text, String id) {
        Finding finding = inRust(text).stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
        Fix fix = finding.fixes().getFirst();
        Change.Edits edits = (Change.Edits) fix.changes().getFirst();
        SourceText fixed = SourceText.of("test.rs", text).edited(edits.edits());
        assertThat(inRust(fixed.text())).extracting(Finding::id).doesNotContain(id);
        return fixed.text();
    }

    private static void firesInC(String id, String marked, String message) {
        fires(id, marked, message, inC(marked.replace("$0", "")));
    }

    private static void quietInC(String id, String text) {
        assertThat(inC(text)).extracting(Finding::id).doesNotContain(id);
    }

    private static void firesInRust(String id, String marked, String message) {
        fires(id, marked, message, inRust(marked.replace("$0", "")));
    }

    private static void quietInRust(String id, String text) {
        assertThat(inRust(text)).extracting(Finding::id).doesNotContain(id);
    }

    private static void fires(String id, String marked, String message, List<Finding> findings) {
        assertThat(findings).filteredOn(finding -> finding.id().equals(id)).singleElement().satisfies(finding -> {
            assertThat(finding.message()).isEqualTo(message);
            assertThat(finding.where()).hasValueSatisfying(
                    where -> assertThat(where.span().start()).isEqualTo(marked.indexOf("$0")));
        });
    }

    private static List<Finding> inC(String text) {
        SourceText source = SourceText.of("file:///test.h", text);
        CTranslationUnit unit = CTranslationUnit.parse(Sources.of(source), source.uri(),
                CConfiguration.bare(Abi.X86_64));
        return Inspections.of(CheckedSet.of(unit, List.of()), InspectionSettings.DEFAULT);
    }

    private static List<Finding> inRust(String text, ProtocolModel... protocols) {
        return Inspections.of(CheckedSet.of(RustFile.parse(SourceText.of("test.rs", text)), List.of(protocols)),
                InspectionSettings.DEFAULT);
    }
}
