package dev.ringspect.protocol.inspect.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.InspectionSettings;
import dev.ringspect.protocol.inspect.Inspections;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.syntax.c.CConfiguration;
import dev.ringspect.protocol.syntax.c.CTranslationUnit;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;

/** What drivers do wrong with commands along the ways through their functions; {@code $0} stands where it is found. */
class DriverMistakesTest {
    private static final String TYPES = """
            struct small { __u32 a; __u32 n; __u64 at; };
            struct large { __u64 a; __u32 n; __u32 m; __u64 at; __u8 list[4]; };
            struct state { void *p; };
            struct job { struct io_uring_cmd *cmd; struct work_struct work; };
            """;
    private static final String IOCTL = """
            #define _IOC(d, t, n, s) (((d) << 30) | ((t) << 8) | (n) | ((s) << 16))
            #define _IO(t, n) _IOC(0U, (t), (n), 0)
            #define _IOW(t, n, s) _IOC(1U, (t), (n), sizeof(s))
            #define _IOWR(t, n, s) _IOC(3U, (t), (n), sizeof(s))
            """;
    private static final String HEAD = "static int gpu_uring_cmd(struct io_uring_cmd *cmd, unsigned int issue_flags)\n";

    @Test
    void aLargePayloadIsReadBeforeTheSizeIsAsked() {
        found("C03",
                "{ const struct large *l = $0io_uring_sqe128_cmd(cmd->sqe, struct large); return READ_ONCE(l->n); }");
        found("C03", "{ const struct large *l = $0io_uring_sqe_cmd(cmd->sqe); int n = READ_ONCE(l->n);"
                + " if (!(issue_flags & IO_URING_F_SQE128)) return -EINVAL; return n; }");
        found("C03", "{ struct large l; if (issue_flags & IO_URING_F_SQE128) n = 1; else n = 2;"
                + " memcpy(&l, $0io_uring_sqe_cmd(cmd->sqe), sizeof(l)); return l.n; }");
        found("C03", "{ if (issue_flags & IO_URING_F_SQE128) return 0;"
                + " return ($0(const struct large *)cmd->sqe->cmd)->n; }");
        for (String small : new String[]{"(issue_flags & IO_URING_F_SQE128) == 0", "!(issue_flags & IO_URING_F_SQE128)",
                "IO_URING_F_SQE128 != (issue_flags & IO_URING_F_SQE128)",
                "(issue_flags & IO_URING_F_SQE128) != IO_URING_F_SQE128"}) {
            String head = "{ const struct large *l = $0io_uring_sqe128_cmd(cmd->sqe, struct large); ";
            found("C03", head + "if (" + small + ") return READ_ONCE(l->n); return -EINVAL; }");
            quiet("C03", head.replace("$0", "") + "if (!(" + small + ")) return READ_ONCE(l->n); return -EINVAL; }");
        }
        quiet("C03", "{ const struct large *l = io_uring_sqe128_cmd(cmd->sqe, struct large);"
                + " if (!(issue_flags & IO_URING_F_SQE128)) return -EINVAL; return READ_ONCE(l->n); }");
        quiet("C03", "{ bool wide = issue_flags & IO_URING_F_SQE128; const struct large *l;"
                + " if (!wide) return -EINVAL; l = io_uring_sqe_cmd(cmd->sqe); return READ_ONCE(l->n); }");
        quiet("C03", "{ const unsigned both = IO_URING_F_SQE128 | IO_URING_F_CQE32;"
                + " if ((issue_flags & both) != both) return -EOPNOTSUPP;"
                + " return READ_ONCE(((struct large *)cmd->sqe->cmd)->n); }");
        quiet("C03", "{ return READ_ONCE(((struct small *)cmd->sqe->cmd)->n) + (issue_flags & IO_URING_F_SQE128); }");
        quietIn("C03", """
                static int wide(unsigned int issue_flags)
                { return issue_flags & IO_URING_F_SQE128 ? 0 : -EINVAL; }
                static int run(struct io_uring_cmd *cmd)
                { return READ_ONCE(((struct large *)io_uring_sqe_cmd(cmd->sqe))->n); }
                """ + HEAD + "{ int ret = wide(issue_flags); if (ret) return ret; return run(cmd); }");
        foundIn("C03", "static int run(struct io_uring_cmd *cmd)\n"
                + "{ const struct large *l = $0io_uring_sqe128_cmd(cmd->sqe, struct large); return READ_ONCE(l->n); }\n"
                + HEAD + "{ switch (cmd->cmd_op) { case 1: return run(cmd); } return -ENOTTY; }");
    }

    @Test
    void oneFieldIsReadTwice() {
        found("C05", "{ const struct small *s = io_uring_sqe_cmd(cmd->sqe); if ($0s->n > 4) return -EINVAL;"
                + " return copy(table, s->n); }");
        found("C05", "{ struct small k; const struct small *s = io_uring_sqe_cmd(cmd->sqe, struct small);"
                + " if (READ_ONCE($0s->n) > 4) return -EINVAL; memcpy(&k, s, sizeof(k)); return k.n; }");
        found("C05", "{ struct small k; const struct small *s = (void *)cmd->sqe->cmd; k = *$0s; return k.n + s->n; }");
        found("C05", "{ const struct small *s = io_uring_sqe_cmd(cmd->sqe);"
                + " for (i = 0; i < $0s->n; i++) step(i); return 0; }");
        found("C05",
                "{ u64 at; if ($0cmd->sqe->addr & 7) return -EINVAL; at = READ_ONCE(cmd->sqe->addr); return at; }");
        found("C05", "{ const struct io_uring_sqe *sqe = cmd->sqe; if (!$0sqe->len) goto out; use(sqe->len);"
                + " out: return -EINVAL; }");
        foundIn("C05", "static int check(const struct small *s) { if ($0s->n > 4) return -EINVAL; return 0; }\n" + HEAD
                + "{ const struct small *s = io_uring_sqe_cmd(cmd->sqe); int ret = check(s); if (ret) return ret;"
                + " return copy(s->n); }");
        quiet("C05", "{ const struct small *s = io_uring_sqe_cmd(cmd->sqe); struct small k;"
                + " k.a = READ_ONCE(s->a); k.n = READ_ONCE(s->n); if (k.n > 4) return -EINVAL; return copy(k.n, k.a); }");
        quiet("C05", "{ const struct small *s = io_uring_sqe_cmd(cmd->sqe);"
                + " if (cmd->cmd_op == 1) return one(s->n); return two(s->n); }");
        quiet("C05", "{ const struct small *s = io_uring_sqe_cmd(cmd->sqe); return s->a ? s->n : s->n + 1; }");
        quiet("C05", "{ const struct small *s = io_uring_sqe_cmd(cmd->sqe); u32 n = s->n; return n * sizeof(s->n); }");
        quiet("C05", "{ const struct small *s = io_uring_sqe_cmd(cmd->sqe); u32 n = s->n;"
                + " BUILD_BUG_ON(sizeof s->n != 4 || sizeof *s != 16); return n; }");
        quiet("C05", "{ const struct large *s = io_uring_sqe_cmd(cmd->sqe); return s->list[0] + s->list[1]; }");
        quiet("C05", "{ const struct small *s = io_uring_sqe_cmd(cmd->sqe); if (issue_flags & IO_URING_F_NONBLOCK)"
                + " return -EAGAIN; if (s->n > 4) return -EINVAL; return copy(s->n); }");
        quiet("C05", "{ const struct io_uring_sqe *sqe = cmd->sqe; if (sqe->ioprio || sqe->__pad1 || sqe->len)"
                + " return -EINVAL; start = READ_ONCE(sqe->addr); len = READ_ONCE(sqe->addr3); return run(start, len); }");
        quietIn("C05", "static int f(struct small *s) { if (s->n > 4) return -EINVAL; return s->n; }\n" + HEAD
                + "{ const struct small *from = io_uring_sqe_cmd(cmd->sqe); struct small s = { .n = READ_ONCE(from->n) };"
                + " return f(&s); }");
    }

    @Test
    void theSqeIsUsedWhenTheIssueIsOver() {
        foundIn("C07", "static irqreturn_t gpu_irq(int irq, void *data) { struct io_uring_cmd *cmd = data;"
                + " const struct small *s = $0io_uring_sqe_cmd(cmd->sqe); finish(cmd, s->n); return IRQ_HANDLED; }\n");
        foundIn("C07",
                "static void later(struct work_struct *work) { struct job *j = container_of(work, struct job, work);"
                        + " use($0j->cmd->sqe->addr); }\n".replace("$0j->cmd->sqe", "j->$0cmd->sqe"));
        foundIn("C07", "static void after(struct io_uring_cmd *cmd, unsigned int issue_flags)"
                + " { io_uring_cmd_done(cmd, $0cmd->sqe->len, issue_flags); }\n" + HEAD
                + "{ keep(cmd); io_uring_cmd_complete_in_task(cmd, after); return -EIOCBQUEUED; }");
        foundIn("C07", """
                static void read_it(struct io_uring_cmd *cmd) { use($0io_uring_sqe_cmd(cmd->sqe)); }
                static void gpu_timer(struct timer_list *t) { read_it(find(t)); }
                """);
        quietIn("C07", "static void read_it(struct io_uring_cmd *cmd) { use(io_uring_sqe_cmd(cmd->sqe)); }\n"
                + HEAD + "{ read_it(cmd); return 0; }\nstatic void gpu_work(struct work_struct *w) { other(w); }\n");
        quietIn("C07", "static int one(struct io_uring_cmd *cmd, unsigned int f) { return READ_ONCE(cmd->sqe->len); }\n"
                + "static const struct op ops[] = { [1] = { .run = one }, };\n" + HEAD
                + "{ return ops[cmd->cmd_op].run(cmd, issue_flags); }");
        quietIn("C07",
                "typedef int (*op_t)(struct job *);\nstatic int one(struct job *j) { return READ_ONCE(j->cmd->sqe->len); }\n"
                        + "static const op_t ops[] = { [1] = one, };\n" + HEAD
                        + "{ struct job j = { .cmd = cmd }; return ops[cmd->cmd_op](&j); }");
        quietIn("C07", "static void one(struct job *j) { use(j->cmd->sqe->len); }\n" + HEAD
                + "{ struct job j = { .cmd = cmd }; for_all(one, &j); return 0; }");
        quietIn("C07", "void gpu_start(struct io_uring_cmd *cmd, unsigned int f)"
                + " { if (go(READ_ONCE(cmd->sqe->len))) io_uring_cmd_done(cmd, -EIO, f); }\n");
        for (String give : new String[]{"INIT_WORK(&j->work, one);", "timer_setup(&j->timer, &one, 0);",
                "rq->end_io = one;", "request_irq(irq, one, 0, name, j);", "j->work.func = one;"}) {
            foundIn("C07", "static void one(struct job *j) { use(j->$0cmd->sqe->len); }\n" + HEAD
                    + "{ struct job *j = job_of(cmd); " + give + " return -EIOCBQUEUED; }");
        }
        quietIn("C07", "static void gpu_end_io(struct request *rq) { struct state *s = rq->end_io_data; wake(s); }\n");
    }

    @Test
    void aCompletedCommandIsCompletedByTheResult() {
        found("C10", "{ io_uring_cmd_done(cmd, 0, issue_flags); $0return 0; }");
        found("C10", "{ int ret = run(cmd); io_uring_cmd_done(cmd, ret, issue_flags); $0return ret; }");
        found("C10", "{ if (bad(cmd)) { io_uring_cmd_done(cmd, -EIO, 0, issue_flags); $0return -EIO; }"
                + " return -EIOCBQUEUED; }");
        found("C10", "{ int ret = -EINVAL; if (x) { io_uring_cmd_done32(cmd, 1, 2, issue_flags); goto out; } ret = 0;"
                + " out: $0return ret; }");
        foundIn("C10", "static void finish(struct io_uring_cmd *cmd, int r, unsigned f)"
                + " { unlock(); io_uring_cmd_done(cmd, r, f); }\n" + HEAD
                + "{ finish(cmd, 0, issue_flags); $0return 0; }");
        foundIn("C10", "static int run(struct io_uring_cmd *cmd, unsigned f)"
                + " { io_uring_cmd_done(cmd, 0, f); $0return 0; }\n" + HEAD
                + "{ int ret = -ENOTTY; switch (cmd->cmd_op) { case 1: ret = run(cmd, issue_flags); break; } return ret; }");
        quiet("C10", "{ int ret = run(cmd); io_uring_cmd_done(cmd, ret, issue_flags); return -EIOCBQUEUED; }");
        quiet("C10", "{ int ret = -EINVAL; if (x) goto out; ret = run(cmd); if (ret == 0) return -EIOCBQUEUED;"
                + " out: io_uring_cmd_done(cmd, ret, issue_flags); return -EIOCBQUEUED; }");
        quiet("C10",
                "{ if (unlikely(issue_flags & IO_URING_F_CANCEL)) { io_uring_cmd_done(cmd, -ENOTCONN, issue_flags);"
                        + " return 0; } return start(cmd); }");
        quietIn("C10", "static int fetch(struct io_uring_cmd *cmd, unsigned f)"
                + " { io_uring_cmd_done(cmd, 0, f); return 0; }\n" + HEAD
                + "{ int err; switch (cmd->cmd_op) { case 1: err = fetch(cmd, issue_flags); if (err) return err; break;"
                + " default: return -EINVAL; } return -EIOCBQUEUED; }");
        quietIn("C10", "static enum rq_end_io_ret end(struct request *rq, blk_status_t s) { struct io_uring_cmd *cmd ="
                + " rq->end_io_data; io_uring_cmd_done(cmd, 0, f); return RQ_END_IO_NONE; }\n");
    }

    @Test
    void nobodyKeepsACommandThatIsPromised() {
        found("C11",
                "{ struct state *s = io_uring_cmd_to_pdu(cmd, struct state); s->p = NULL; $0return -EIOCBQUEUED; }");
        found("C11", "{ int ret; if (busy()) { ret = -EIOCBQUEUED; goto out; } keep(cmd); return -EIOCBQUEUED;"
                + " out: $0return ret; }");
        found("C11", "{ struct job *j = kzalloc(sizeof(*j), GFP_KERNEL); j->cmd = cmd; INIT_WORK(&j->work, work);"
                + " $0return -EIOCBQUEUED; }");
        foundIn("C11",
                "static int run(struct io_uring_cmd *cmd) { pr_debug(\"%x\", cmd->cmd_op); $0return -EIOCBQUEUED; }\n"
                        + HEAD + "{ return run(cmd); }");
        foundIn("C11", "static void show(struct io_uring_cmd *cmd) { pr_info(\"%u\", cmd->flags); }\n" + HEAD
                + "{ show(cmd); $0return -EIOCBQUEUED; }");
        quiet("C11", "{ struct job *j = kzalloc(sizeof(*j), GFP_KERNEL); j->cmd = cmd; INIT_WORK(&j->work, work);"
                + " queue_work(wq, &j->work); return -EIOCBQUEUED; }");
        quiet("C11", "{ struct gpu *g = cmd->file->private_data; g->waiting = cmd; return -EIOCBQUEUED; }");
        quiet("C11", "{ struct request *rq = alloc(q); rq->end_io_data = cmd; submit(rq); return -EIOCBQUEUED; }");
        quiet("C11", "{ struct bio *bio = prev; bio->bi_private = cmd; submit_bio(bio); return -EIOCBQUEUED; }");
        quiet("C11", "{ struct node *n = io_uring_cmd_to_pdu(cmd, struct node); list_add_tail(&n->list, &all);"
                + " return -EIOCBQUEUED; }");
        quiet("C11", "{ io_uring_cmd_done(cmd, 0, issue_flags); return -EIOCBQUEUED; }");
        quietIn("C11", "static void fill(struct io *io, struct io_uring_cmd *cmd) { io->cmd = cmd; }\n" + HEAD
                + "{ fill(find(cmd->file), cmd); return -EIOCBQUEUED; }");
        quietIn("C11", "static int go(struct io_uring_cmd *cmd) { kick(); return -EIOCBQUEUED; }\n" + HEAD
                + "{ struct gpu *g = cmd->file->private_data; g->waiting = cmd; return go(cmd); }");
        quietIn("C11", "static struct io_uring_cmd *waits;\n" + HEAD + "{ waits = cmd; return -EIOCBQUEUED; }");
        quiet("C11", "{ static struct io_uring_cmd *waits; waits = cmd; return -EIOCBQUEUED; }");
        for (String keep : new String[]{"WRITE_ONCE(g->slot, cmd);", "memcpy(&g->slot, &cmd, sizeof(cmd));",
                "memcpy(slot_of(g), &cmd, sizeof(cmd));", "dev_enqueue(g, cmd);", "request_init(g, cmd);",
                "minor_add(g, cmd);", "maxwell_submit(cmd);", "pr_add(g, cmd);", "INIT_SLOT(g, cmd);"}) {
            quiet("C11", "{ struct gpu *g = cmd->file->private_data; " + keep + " return -EIOCBQUEUED; }");
        }
        for (String look : new String[]{"dev_err_ratelimited(g->dev, \"%p\", cmd);", "pr_debug(\"%p\", cmd);",
                "struct job j; WRITE_ONCE(j.cmd, cmd);", "struct io_uring_cmd *c; memcpy(&c, &cmd, sizeof(c));",
                "INIT_WORK(&io_uring_cmd_to_pdu(cmd, struct job)->work, fn);", "n = max_t(int, cmd, 1);"}) {
            found("C11", "{ struct gpu *g = cmd->file->private_data; " + look + " $0return -EIOCBQUEUED; }");
        }
        quietIn("C11", "static int other(struct kiocb *iocb) { return -EIOCBQUEUED; }\n");
    }

    @Test
    void aCommandIsCompletedTwice() {
        found("C12", "{ if (bad) io_uring_cmd_done(cmd, -EIO, issue_flags); $0io_uring_cmd_done(cmd, 0, issue_flags);"
                + " return -EIOCBQUEUED; }");
        foundIn("C12", "static void finish(struct io_uring_cmd *cmd, unsigned f) { io_uring_cmd_done(cmd, 0, f); }\n"
                + HEAD
                + "{ finish(cmd, issue_flags); $0io_uring_cmd_done(cmd, 0, issue_flags); return -EIOCBQUEUED; }");
        foundIn("C12", "static void work(struct work_struct *w) { struct job *j = to_job(w);"
                + " io_uring_cmd_done(j->cmd, 0, f); unlock(w); $0io_uring_cmd_done(j->cmd, 0, f); }\n");
        quiet("C12",
                "{ if (bad) io_uring_cmd_done(cmd, -EIO, issue_flags); else io_uring_cmd_done(cmd, 0, issue_flags);"
                        + " return -EIOCBQUEUED; }");
        quietIn("C12", "static void stop(struct q *q) { struct ent *e; list_for_each_entry(e, &q->all, list)"
                + " io_uring_cmd_done(e->cmd, -ENODEV, IO_URING_F_UNLOCKED); }\n");
        quietIn("C12", "static void stop(struct q *q) { struct io_uring_cmd *cmd; while ((cmd = next(q)))"
                + " io_uring_cmd_done(cmd, -ENODEV, IO_URING_F_UNLOCKED); }\n");
        quietIn("C12", "static void stop(struct q *q) { for (i = 0; i < n; i++) { struct io *io = &q->ios[i];"
                + " if (io->cmd) io_uring_cmd_done(io->cmd, -ENODEV, IO_URING_F_UNLOCKED); } }\n");
    }

    @Test
    void whatAVariableIsKnownToBeDecidesLaterConditions() {
        quiet("C11", "{ struct gpu *g = gpu_of(cmd); int err = 0; if (g->up) g->slot = cmd; else err = -ENODEV;"
                + " if (err) return err; return -EIOCBQUEUED; }");
        quiet("C11", "{ struct gpu *g = gpu_of(cmd); bool kept = false; if (g->up) { g->slot = cmd; kept = true; }"
                + " return kept ? -EIOCBQUEUED : -ENODEV; }");
        quiet("C11",
                "{ int ret = -EIOCBQUEUED; if (busy()) ret = -EBUSY; if (ret == -EIOCBQUEUED) keep(cmd); return ret; }");
        quiet("C11",
                "{ int ret = 0; if (!busy()) { keep(cmd); ret = 1; } if (ret > 0) return -EIOCBQUEUED; return ret; }");
        quiet("C11", "{ int ret; ret = submit(); if (ret != -EIOCBQUEUED) return ret; return -EIOCBQUEUED; }");
        quiet("C10", "{ bool over = false; if (ready(cmd)) { io_uring_cmd_done(cmd, 0, issue_flags); over = true; }"
                + " if (over) return -EIOCBQUEUED; return -EINVAL; }");
        quiet("C10", "{ int ret = 0; if (ready(cmd)) { io_uring_cmd_done(cmd, 0, issue_flags); ret = -EIOCBQUEUED; }"
                + " if (!ret) return 0; return ret; }");
        quiet("C10", "{ int ret = -EINVAL; switch (cmd->cmd_op) { case 1: io_uring_cmd_done(cmd, 0, issue_flags);"
                + " ret = -EIOCBQUEUED; break; } if (ret == -EINVAL) return -EINVAL; return ret; }");
        quiet("C10", "{ io_uring_cmd_done(cmd, 0, issue_flags); return false ? 0 : -EIOCBQUEUED; }");
        quiet("C10", "{ const bool gone = !!(issue_flags & IO_URING_F_CANCEL); if (gone) {"
                + " io_uring_cmd_done(cmd, -ECANCELED, issue_flags); return 0; } return start(cmd); }");
        quiet("C10", "{ bool alive = (issue_flags & IO_URING_F_CANCEL) == 0; if (!alive) {"
                + " io_uring_cmd_done(cmd, -ECANCELED, issue_flags); return 0; } return start(cmd); }");
        quiet("C05", "{ const struct small *s = io_uring_sqe_cmd(cmd->sqe); bool wr = cmd->cmd_op == 1; u32 n = 0;"
                + " if (wr) n = READ_ONCE(s->n); lock(); if (!wr) n = READ_ONCE(s->n) + 1; return copy(n); }");
        quiet("C05", "{ const struct small *s = io_uring_sqe_cmd(cmd->sqe); u32 op = cmd->cmd_op, n = 0;"
                + " if (op == READ) n = s->n; lock(); if (op != READ) n = s->n; return copy(n); }");
        found("C10",
                "{ int ret = 0; io_uring_cmd_done(cmd, 0, issue_flags); if (ret) return -EIOCBQUEUED; $0return ret; }");
        found("C10", "{ bool over = false; if (ready(cmd)) io_uring_cmd_done(cmd, 0, issue_flags); else over = true;"
                + " if (over) return -EIOCBQUEUED; $0return -EINVAL; }");
    }

    @Test
    void aVariableThatOthersCanSetIsNotKnown() {
        String wait = "{ int err = 0; io_uring_cmd_done(cmd, 0, issue_flags); %s if (err) $0return err; return -EIOCBQUEUED; }";
        for (String set : new String[]{"wait(&err);", "get_user(err, p);", "err--;", "READ_STATUS(g, err);",
                "err = go();",
                "err |= go();", "read_poll_timeout(go, err, err, 1, 2, false, g);"}) {
            found("C10", wait.replace("%s", set).replace("$0return err", "$0return -EIO"));
        }
        quiet("C10", wait.replace("%s", "pr_info(\"%d\", err);").replace("$0return err", "return -EIO"));
        foundIn("C10", "static int stopped;\n" + HEAD + "{ stopped = 0; io_uring_cmd_done(cmd, 0, issue_flags); wait();"
                + " if (stopped) $0return -EIO; return -EIOCBQUEUED; }");
        found("C10", "{ static int often; often = 0; io_uring_cmd_done(cmd, 0, issue_flags); if (often == 1) goto out;"
                + " return -EIOCBQUEUED; out: $0return -EIO; }".replace("often = 0; io", "io"));
        found("C10", "{ int n = 3; while (n) { n--; step(); } io_uring_cmd_done(cmd, 0, issue_flags); $0return 0; }");
    }

    @Test
    void whatIsCompletedNextIsAnother() {
        for (String body : new String[]{
                "for (int i = 0; i < n; i++) io_uring_cmd_done(list[i], 0, f);",
                "while (n--) io_uring_cmd_done(q->slots[n].cmd, 0, f);",
                "struct io_uring_cmd *c; while (kfifo_get(&q->fifo, &c)) io_uring_cmd_done(c, 0, f);",
                "io_uring_cmd_done(q->e->cmd, 0, f); q->e = q->e->next; io_uring_cmd_done(q->e->cmd, 0, f);",
                "for (;;) { io_uring_cmd_done(q->list[i++], 0, f); if (i == n) break; }",
                "while (q->a != q->b) { io_uring_cmd_done(q->ring[q->a & MASK], 0, f); q->a++; }",
                "struct r *r = q->all; for (; r < q->end; ++r) io_uring_cmd_done(r->cmd, 0, f);",
                "while (take(q)) io_uring_cmd_done(q->now, 0, f);",
                "while (next(q)) io_uring_cmd_done(q->now, 0, f);",
                "while (!empty(q)) io_uring_cmd_done(pop(q)->cmd, 0, f);",
                "while (refill()) io_uring_cmd_done(current_one, 0, f);"}) {
            quietIn("C12", "static bool next(struct q *q) { q->now = q->after; return q->now; }\n"
                    + "static void stop(struct q *q, int n, unsigned f) { " + body + " }\n");
        }
        foundIn("C12", "static void stop(struct q *q, unsigned f) { io_uring_cmd_done(q->e->cmd, 0, f); q->count++;"
                + " q->eager = 1; pr_info(\"%p\", q); $0io_uring_cmd_done((q->e->cmd), 0, f); }\n");
    }

    @Test
    void issueFlagsAreMadeUp() {
        found("C14", "{ io_uring_cmd_done(cmd, 0, $00); return -EIOCBQUEUED; }");
        found("C14", "{ io_uring_cmd_done(cmd, 0, 0, $0IO_URING_F_UNLOCKED); return -EIOCBQUEUED; }");
        found("C14", "{ io_uring_cmd_mark_cancelable(cmd, $0IO_URING_F_COMPLETE_DEFER); keep(cmd);"
                + " return -EIOCBQUEUED; }");
        foundIn("C14", "static void gpu_isr(struct gpu *g)"
                + " { io_uring_cmd_done(g->cmd, 0, $0IO_URING_F_UNLOCKED); }\n");
        foundIn("C14", "static void end(struct bio *bio) { unsigned int fl = IO_URING_F_UNLOCKED | IO_URING_F_NONBLOCK;"
                + " io_uring_cmd_done(bio->bi_private, 0, $0fl); }\n");
        found("C14", "{ io_uring_cmd_done(cmd, 0, $0IO_URING_F_NONBLOCK || 1); return -EIOCBQUEUED; }");
        for (String half : new String[]{"", "0 |", "| 0", "IO_URING_F_UNLOCKED |", "|",
                "IO_URING_F_UNLOCKED | issue_flags"}) {
            quiet("C14", "{ io_uring_cmd_done(cmd, 0, " + half + "); return -EIOCBQUEUED; }");
        }
        quiet("C14", "{ io_uring_cmd_done(cmd, 0, issue_flags); return -EIOCBQUEUED; }");
        quiet("C14", "{ io_uring_cmd_done(cmd, 0, 0, issue_flags); return -EIOCBQUEUED; }");
        quietIn("C14",
                "static void stop(struct gpu *g) { io_uring_cmd_done(g->cmd, -ENODEV, IO_URING_F_UNLOCKED); }\n");
        quietIn("C14", "static void tw(struct io_tw_req tw_req, io_tw_token_t tw) { struct io_uring_cmd *cmd ="
                + " io_uring_cmd_from_tw(tw_req); io_uring_cmd_done(cmd, 0, IO_URING_CMD_TASK_WORK_ISSUE_FLAGS); }\n");
        quietIn("C14", "static int old_uring_cmd(struct io_uring_cmd *cmd, unsigned int issue_flags)"
                + " { struct small *s = (struct small *)cmd->cmd; io_uring_cmd_done(cmd, s->n, 0); return -EIOCBQUEUED; }\n");
    }

    @Test
    void anErrnoOfTheKernelsOwnReachesPrograms() {
        found("C20", "{ switch (cmd->cmd_op) { case 1: return 0; } $0return -ENOIOCTLCMD; }");
        found("C20",
                "{ int ret = 0; switch (cmd->cmd_op) { case 1: break; default: ret = $0-ENOTSUPP; } return ret; }");
        found("C20", "{ keep(cmd); if (x) io_uring_cmd_done(cmd, $0-ERESTARTSYS, issue_flags); return -EIOCBQUEUED; }");
        foundIn("C20", "static int run(struct io_uring_cmd *cmd) { if (wait(cmd)) $0return -ERESTARTSYS; return 0; }\n"
                + HEAD + "{ int ret; ret = run(cmd); return ret; }");
        found("C20", "{ return cmd->cmd_op ? 0 : -ENOTSUPP; }".replace("{ return", "{ $0return"));
        quiet("C20", "{ return -ENOTTY; }");
        quietIn("C20",
                "static long gpu_ioctl(struct file *f, unsigned int c, unsigned long a) { return -ENOIOCTLCMD; }\n"
                        + HEAD + "{ return 0; }");
        foundIn("C20", "static int other(int ret) { return ret == -ERESTARTSYS ? -EINTR : ret; }\n" + HEAD
                + "{ if (other(wait(cmd))) return 0; $0return -ERESTARTSYS; }");
        quietIn("C20", "static int run(struct io_uring_cmd *cmd) { return -ERESTARTSYS; }\n"
                + "static int two(struct io_uring_cmd *cmd) { int ret = run(cmd); return ret; }\n" + HEAD
                + "{ int ret = two(cmd); switch (ret) { case -ERESTARTSYS: return -EINTR; } return ret; }");
        quietIn("C20", "static int run(struct io_uring_cmd *cmd) { return -ENOIOCTLCMD; }\n" + HEAD
                + "{ int ret = run(cmd); if (ret == -ENOIOCTLCMD) ret = -ENOTTY; return ret; }");
    }

    @Test
    void aNumberSaysAnotherSizeThanIsRead() {
        String numbers = "#define SMALL _IOW('g', 1, struct small)\n"
                + "#define $0WRONG _IOWR('g', 2, struct small)\n#define NONE _IO('g', 3)\n" + IOCTL;
        String large = "static int large(struct io_uring_cmd *cmd) { const struct large *l = io_uring_sqe_cmd(cmd->sqe);"
                + " return l->n; }\n";
        String small = "static int small(struct io_uring_cmd *cmd) { const struct small *s = io_uring_sqe_cmd(cmd->sqe);"
                + " return s->n; }\n";
        foundIn("L14", numbers + large + small + HEAD + "{ switch (cmd->cmd_op) { case SMALL: return small(cmd);"
                + " case NONE: case WRONG: return large(cmd); default: return -ENOTTY; } }");
        foundIn("L14",
                numbers + large + HEAD + "{ u32 op = cmd->cmd_op; if (op == WRONG) return large(cmd); return -1; }");
        foundIn("L14", numbers + large + small + HEAD + "{ if (cmd->cmd_op == SMALL) return small(cmd);"
                + " else if (cmd->cmd_op == WRONG) return large(cmd); return -1; }");
        foundIn("L14", numbers + HEAD + "{ const struct large *l; if (cmd->cmd_op != WRONG) return -ENOTTY;"
                + " l = io_uring_sqe_cmd(cmd->sqe); return l->n; }");
        quietIn("L14", numbers.replace("$0", "") + small + HEAD + "{ switch (cmd->cmd_op) { case SMALL:"
                + " return small(cmd); case WRONG: return small(cmd); case NONE: return small(cmd); } return -1; }");
        quietIn("L14", numbers.replace("$0", "") + large + small + HEAD
                + "{ switch (cmd->cmd_op) { case WRONG: small(cmd); return large(cmd); } return -1; }");
    }

    @Test
    void aReservedMemberIsNeverRead() {
        String driver = "struct padded { __u64 a; __u32 b; __u32 $0resv; };\n" + HEAD
                + "{ const struct padded *p = io_uring_sqe_cmd(cmd->sqe); %s return READ_ONCE(p->a); }";
        foundIn("L12", driver.replace("%s", ""));
        quietIn("L12", driver.replace("$0", "").replace("%s", "if (READ_ONCE(p->resv)) return -EINVAL;"));
        quietIn("L12", driver.replace("$0", "").replace("%s", "struct padded c = *p; if (c.resv) return -EINVAL;"));
        quietIn("L12", driver.replace("$0", "").replace("%s", "if (elsewhere(p)) return -EINVAL;"));
    }

    @Test
    void muchCodeIsReadToItsEnd() {
        StringBuilder chain = new StringBuilder();
        for (int i = 4_000; i > 0; i--) {
            chain.append("static int f" + i + "(struct io_uring_cmd *cmd) { return f" + (i - 1) + "(cmd); }\n");
        }
        foundIn("C20", "static int f0(struct io_uring_cmd *cmd) { $0return -ENOTSUPP; }\n" + HEAD
                + "{ return f0(cmd); }\n" + chain);
        StringBuilder flat = new StringBuilder();
        for (int i = 0; i < 120; i++) {
            flat.append("int v" + i + " = 0; bool c" + i + " = ask(cmd); if (c" + i + ") v" + i + " = 1;\n");
        }
        for (int i = 0; i < 120; i++) {
            flat.append("if (v" + i + " == 1) go(" + i + ");\n");
        }
        found("C10", "{ " + flat + " io_uring_cmd_done(cmd, 0, issue_flags); $0return 0; }");
        found("C10", "{ io_uring_cmd_done(cmd, 0, issue_flags); " + "x = ".repeat(8_000) + "0; $0return 0; }");
        found("C10", "{ io_uring_cmd_done(cmd, 0, issue_flags); x = " + "f(".repeat(4_000) + ")".repeat(4_000)
                + "; $0return 0; }");
    }

    private static void found(String id, String body) {
        foundIn(id, HEAD + body);
    }

    private static void quiet(String id, String body) {
        quietIn(id, HEAD + body);
    }

    private static void foundIn(String id, String marked) {
        String text = TYPES + marked;
        assertThat(findings(id, text.replace("$0", ""))).as(marked)
                .extracting(finding -> finding.where().orElseThrow().span().start())
                .containsExactly(text.indexOf("$0"));
    }

    private static void quietIn(String id, String text) {
        assertThat(findings(id, TYPES + text)).as(text).isEmpty();
    }

    private static List<Finding> findings(String id, String text) {
        SourceText source = SourceText.of("file:///gpu.c", text);
        CTranslationUnit unit = CTranslationUnit.parse(Sources.of(source), source.uri(),
                CConfiguration.bare(Abi.X86_64));
        return Inspections.of(CheckedSet.of(unit, List.of()), InspectionSettings.DEFAULT).stream()
                .filter(finding -> finding.id().equals(id)).toList();
    }
}
