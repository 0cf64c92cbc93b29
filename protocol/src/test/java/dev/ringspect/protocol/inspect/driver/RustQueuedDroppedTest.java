package dev.ringspect.protocol.inspect.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.InspectionSettings;
import dev.ringspect.protocol.inspect.Inspections;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.syntax.rust.RustFile;
import dev.ringspect.protocol.text.SourceText;
import org.junit.jupiter.api.Test;

/** What becomes of the handle of a queued command on the ways through a callback. */
class RustQueuedDroppedTest {
    @Test
    void aLoopWithoutConditionIsLeftByBreakAlone() {
        kept("loop { if self.full() { self.wait(); continue; } self.push(handle); break; } Ok(action)");
        kept("let slot = loop { let Some(s) = self.free() else { yield_now(); continue }; break s; };"
                + " slot.put(handle); Ok(action)");
        kept("loop { if let Some(slot) = self.free() { slot.put(handle); return Ok(action); } self.wait(); }");
        lost("loop { if self.full() { break; } self.push(handle); break; } Ok(action)");
        lost("while self.full() { self.push(handle); return Ok(action); } Ok(action)");
        lost("for slot in self.slots() { if slot.free() { slot.put(handle); break; } } Ok(action)");
    }

    @Test
    void aLabelSaysWhatIsLeft() {
        kept("'all: loop { for s in self.slots() { if s.free() { s.put(handle); break 'all; } } } Ok(action)");
        kept("'all: loop { for s in self.slots() { if s.busy() { continue 'all; } } self.push(handle); break; }"
                + " Ok(action)");
        kept("'put: { if self.first() { self.a.push(handle); break 'put; } self.b.push(handle); } Ok(action)");
        lost("'put: { if self.first() { break 'put; } self.b.push(handle); } Ok(action)");
    }

    @Test
    void aClosureTakesWhatItNames() {
        kept("self.pending.with(|list| list.push(handle)); Ok(action)");
        kept("self.work.enqueue(move || { handle.done(Ok(0), 0, 0); }); Ok(action)");
        kept("self.work.enqueue(Box::new(async move || worker(handle).await)); Ok(action)");
        kept("let put = &mut |list: &mut List| { list.push(handle) }; self.with(put); Ok(action)");
        lost("self.work.enqueue(move || self.go()); Ok(action)");
    }

    @Test
    void theFirstUseDecides() {
        kept("let handle = Arc::new(handle)?; self.push(handle.clone()); drop(handle); Ok(action)");
        kept("self.list.forget(handle); Ok(action)");
        droppedAt("let op = handle.cmd_op(); core::mem::$0forget(handle); Ok(action)");
    }

    @Test
    void eachWayHasItsOwnAnswer() {
        kept("return match self.slot() { Some(slot) => { slot.put(handle); Ok(action) }"
                + " None => { drop(handle); Err(EBUSY) } };");
        kept("if self.full() { drop(handle); return Err(self.refuse(action)); } self.push(handle); Ok(action)");
        droppedAt("return match self.slot() { Some(slot) => { slot.put(handle); Ok(action) }"
                + " None => { $0drop(handle); Ok(action) } };");
    }

    @Test
    void anErrorLeavesByAQuestionMark() {
        kept("if self.full() { drop(handle); Err(EBUSY)?; } else { self.push(handle); } Ok(action)");
        kept("if let Some(e) = self.error() { drop(handle); Err(e)? } self.push(handle); Ok(action)");
        kept("let ready = self.ready(); if ready.is_err() { drop(handle); ready?; } else { self.push(handle); }"
                + " Ok(action)");
        droppedAt("$0drop(handle); self.ready()?; Ok(action)");
    }

    @Test
    void nothingComesAfterAPanic() {
        kept("match kind { Kind::A => self.push(handle), _ => unreachable!(\"{kind}\") } Ok(action)");
        kept("if let Some(slot) = self.slot() { slot.put(handle) } else { panic!() } Ok(action)");
    }

    @Test
    void aLongChainOfConditionsIsGoneThrough() {
        String chain = "if a { self.push(handle) }" + " else if b { self.push(handle) }".repeat(6000);
        kept(chain + " else { self.push(handle) } Ok(action)");
        lost("" + chain + " Ok(action)");
    }

    @Test
    void whatIsNestedTooDeeplyIsLeftAlone() {
        kept("if a { ".repeat(3000) + "drop(handle); return Err(EIO);" + " }".repeat(3000) + " self.push(handle);"
                + " Ok(action)");
    }

    private static void kept(String body) {
        assertThat(found(body)).as(body.substring(0, Math.min(80, body.length()))).isEmpty();
    }

    private static void lost(String body) {
        assertThat(found(body)).singleElement().satisfies(finding -> assertThat(finding.message())
                .startsWith("the handle of this command is never used"));
    }

    /** The handle is dropped where {@code $0} stands. */
    private static void droppedAt(String marked) {
        assertThat(found(marked.replace("$0", ""))).singleElement().satisfies(finding -> {
            assertThat(finding.message()).startsWith("the handle of the queued command is dropped");
            assertThat(finding.where()).hasValueSatisfying(
                    where -> assertThat(where.span().start()).isEqualTo(text(marked).indexOf("$0")));
        });
    }

    private static List<Finding> found(String body) {
        return Inspections.of(CheckedSet.of(RustFile.parse(SourceText.of("test.rs", text(body))), List.of()),
                InspectionSettings.DEFAULT).stream().filter(finding -> finding.id().equals("R03")).toList();
    }

    private static String text(String body) {
        return "impl D { fn uring_cmd(&self, cmd: IoUringCmd) -> Result<UringCmdAction> {"
                + " let (action, handle) = cmd.queue(); " + body + " } }";
    }
}
