package dev.ringspect.tracer.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The kernel uses a request's memory again as soon as the request is over. What it held before must neither open a way to
 * another's requests nor be told as something of the next.
 */
@Timeout(300)
class RecycledRequestTest {
    private static final long FIRST_SEND = 0x5e4d0000L;
    private static final int CQE_F_NOTIF = 8;
    private static final int CMD_OP = 0x52530003;

    @TempDir
    Path directory;

    @Test
    void aNotificationWhereAnAdmittedRequestLayIsNotTheUsers() throws IOException {
        LimitedUser user = LimitedUser.in(directory);
        try (EventStream stream = user.trace("--all")) {
            List<String> lines = LiveLab.run(user.command("recycle", "hidden")).lines().toList();
            assertThat(Traffic.reaped(lines)).filteredOn(c -> c.flags() == CQE_F_NOTIF).hasSize(4);
            user.sentinel(stream);
            List<Event> events = stream.stop();

            // what was admitted, and so could be used again, was seen
            assertThat(events).filteredOn(e -> e.kind() == Event.SUBMIT && e.userData() < FIRST_SEND).hasSize(16 + 1);
            assertThat(events).filteredOn(e -> isOfRequest(e) && e.userData() >= FIRST_SEND).isEmpty();
        }
    }

    @Test
    void notificationsOfTheUsersOwnSendsAreTold() throws IOException {
        LimitedUser user = LimitedUser.in(directory);
        try (EventStream stream = user.trace("--all")) {
            LiveLab.run(user.command("recycle", "notifs"));
            user.sentinel(stream);
            List<Event> events = stream.stop();

            assertThat(events).filteredOn(e -> e.kind() == Event.COMPLETE && e.cqeFlags() == CQE_F_NOTIF)
                    .extracting(Event::userData)
                    .containsExactly(FIRST_SEND, FIRST_SEND + 1, FIRST_SEND + 2, FIRST_SEND + 3);
        }
    }

    /** Where a command's number lies, a timeout has a pointer. */
    @Test
    void aRefusedCommandHasItsOwnNumberThoughATimeoutLayThereBefore() throws IOException {
        LimitedUser user = LimitedUser.in(directory);
        try (EventStream stream = user.trace("--all")) {
            LiveLab.run(user.command("recycle", "timeouts"));
            user.sentinel(stream);

            assertOwnNumbers(stream.stop());
        }
    }

    @Test
    void theSameForAProcessThatRootTraces() {
        Needs.tracing();
        try (Traffic traffic = Traffic.start("recycle", "--gate", "timeouts");
                EventStream stream = EventStream.start("--pid", "" + traffic.pid())) {
            traffic.finish();
            stream.await(e -> e.kind() == Event.COMPLETE && e.userData() == 0x101f);

            assertOwnNumbers(stream.stop());
        }
    }

    /** Behind a ring's last slot lies memory of somebody else, and what a slot holds may change at any time. */
    @Test
    void nothingBehindTheLastSlotOfARingOfMixedSizesIsRead() {
        Needs.tracing();
        Needs.need(LiveLab.call(List.of(LiveLab.program("recycle").toString(), "mixed")).exit() != 3,
                "rings of mixed SQE sizes (IORING_SETUP_SQE_MIXED, Linux 6.19)");
        try (Traffic traffic = Traffic.start("recycle", "--gate", "mixed");
                EventStream stream = EventStream.start("--pid", "" + traffic.pid())) {
            List<String> lines = traffic.finish();
            Traffic.Sent last = Traffic.sent(lines).stream().filter(sent -> sent.name().equals("last-slot"))
                    .findFirst().orElseThrow();
            assertThat(Traffic.reaped(lines)).filteredOn(cqe -> cqe.userData() == last.userData())
                    .extracting(Traffic.Reaped::res)
                    .containsExactly(-22);
            stream.await(e -> e.kind() == Event.COMPLETE && e.userData() == last.userData());

            assertThat(stream.stop()).filteredOn(e -> e.kind() == Event.PREP_FAILED)
                    .extracting(Event::sqe)
                    .containsExactly(last.sqe());
        }
    }

    private static void assertOwnNumbers(List<Event> events) {
        assertThat(events).filteredOn(e -> e.kind() == Event.COMPLETE && e.res() == -22)
                .hasSize(16)
                .allMatch(e -> e.opcode() == 46)
                .extracting(Event::cmdOp)
                .containsOnly(CMD_OP);
    }

    private static boolean isOfRequest(Event event) {
        return event.kind() == Event.SUBMIT || event.kind() == Event.PREP_FAILED || event.kind() == Event.COMPLETE
                || event.kind() == Event.OVERFLOW;
    }
}
