package dev.ringspect.tracer.helper;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.ringspect.protocol.traffic.EventLayout;
import dev.ringspect.tracer.session.Refusal;

/** The helper's JSON, good and bad. */
class HelperMessagesTest {
    private static final String HELLO = """
            {"ringspect":1,"events":%d,"version":"0.1.0","ringBytes":16777216,"pageSize":4096,"kernel":"6.18.44","machine":"x86_64",
             "realtimeOffsetNs":123,"limited":false,"uid":0,"variants":{"submit":"submit_req"},"missing":["defer"],"later":[{}]}"""
            .formatted(EventLayout.VERSION);

    private static Refusal refused(String text) {
        return switch (HelperMessages.greeting(text)) {
            case HelperMessages.Greeting.Hello hello -> throw new AssertionError(hello.toString());
            case HelperMessages.Greeting.Refused(Refusal refusal, int errno) -> refusal;
        };
    }

    @Test
    void aGreeting() {
        assertThat(HelperMessages.greeting(HELLO)).isEqualTo(new HelperMessages.Greeting.Hello(new HelperHello("0.1.0",
                16777216, 4096, "6.18.44", "x86_64", 123, false, Map.of("submit", "submit_req"), List.of("defer"))));
    }

    @Test
    void anotherVersion() {
        assertThat(refused(HELLO.replace("\"events\":" + EventLayout.VERSION, "\"events\":77")).text())
                .contains("another version: it sends event records of version 77, this Ringspect reads version "
                        + EventLayout.VERSION)
                .contains("use the helper that came with this Ringspect");
    }

    @Test
    void anError() {
        String text = """
                {"ringspect":1,"error":{"call":"bpf(BPF_PROG_LOAD)","errno":1,"name":"EPERM","message":"no","fix":"be root"}}""";
        assertThat(HelperMessages.greeting(text)).isEqualTo(new HelperMessages.Greeting.Refused(
                new Refusal(Refusal.Cause.SYSTEM, "attaching to the kernel", "bpf(BPF_PROG_LOAD) gave EPERM (no)",
                        "be root"),
                1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{}", "{\"ringspect\":\"1\"}", "{\"ringspect\":1,\"events\":[1]}",
            "{\"ringspect\":1,\"error\":{}}", "{\"ringspect\":1,\"error\":7}", "{\"ringspect\":1e400}", "\u0000"})
    void whatIsNoGreetingIsARefusal(String text) {
        assertThat(refused(text).text()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-4096", "5000", "2147483648", "\"x\"", "null"})
    void impossibleSizes(String ringBytes) {
        assertThat(refused(HELLO.replace("16777216", ringBytes)).text()).contains("impossible size");
    }

    @Test
    void answers() {
        assertThat(HelperMessages.answer("tracing", "{\"ok\":true}")).isEmpty();
        assertThat(HelperMessages.answer("tracing process 5",
                "{\"error\":{\"call\":\"pid\",\"errno\":3,\"name\":\"ESRCH\",\"message\":\"no such process\",\"fix\":\"check it\"}}"))
                .contains(new Refusal(Refusal.Cause.INPUT, "tracing process 5", "pid gave ESRCH (no such process)",
                        "check it"));
        assertThat(HelperMessages.answer("tracing", "what?")).get().extracting(Refusal::text).asString()
                .contains("could not be read: what?");
    }

    @Test
    void skippedRuns() {
        assertThat(HelperMessages.missed("{\"ok\":true,\"missed\":3}")).hasValue(3);
        assertThat(HelperMessages.missed("{\"error\":{\"message\":\"what is missed?\"}}")).isEmpty();
        assertThat(HelperMessages.missed("{\"missed\":\"3\"}")).isEmpty();
        assertThat(HelperMessages.missed("no JSON")).isEmpty();
    }

    @Test
    void aProbe() {
        String text = """
                {"ringspect":1,"events":1,"kernel":"6.18","machine":"x86_64","btf":true,"uid":7,"euid":8,"capabilities":["cap_bpf"],
                 "lockdown":"none","unprivilegedBpf":2,"ioUringDisabled":0,
                 "features":[{"name":"submit","variant":"submit_req","ready":true},{"name":"defer","ready":false,"why":"w","fix":"f"}],"ready":false}""";
        assertThat(HelperProbe.read(Path.of("/h"), text, "")).isEqualTo(new HelperProbe.Outcome.Answered(Path.of("/h"),
                new HelperProbe.Report("6.18", "x86_64", true, 7, 8, List.of("cap_bpf"), "none", 2, 0,
                        List.of(new HelperProbe.Feature("submit", "submit_req", true, "", ""),
                                new HelperProbe.Feature("defer", "", false, "w", "f")),
                        false)));
        assertThat(HelperProbe.read(Path.of("/h"), "oops", "said on stderr"))
                .isInstanceOfSatisfying(HelperProbe.Outcome.Refused.class,
                        refused -> assertThat(refused.refusal().text()).contains("said on stderr"));
    }
}
