package dev.ringspect.protocol.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import dev.ringspect.protocol.decode.CommandBytes;
import dev.ringspect.protocol.filter.TrafficFilter;
import dev.ringspect.protocol.inspect.traffic.TrafficInspector;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.resolve.ProtocolSet;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.traffic.ColumnValue;
import dev.ringspect.protocol.traffic.CommandResolver;
import dev.ringspect.protocol.traffic.Correlator;
import dev.ringspect.protocol.traffic.DeviceNames;
import dev.ringspect.protocol.traffic.EventBuilder;
import dev.ringspect.protocol.traffic.EventLayout.Head;
import dev.ringspect.protocol.traffic.Request;
import dev.ringspect.protocol.traffic.RequestColumn;
import dev.ringspect.protocol.traffic.ResolvedCommand;
import dev.ringspect.protocol.uapi.CqeFlags;

/** The table of what requests have, against all that draws from it: each row is where it says that it is. */
class RequestColumnTest {
    private static final ProtocolSet PROTOCOLS = ProtocolSet.of(List.of(ProtocolModel.of(SourceText.of("p", """
            protocol p;
            on device "/dev/null";
            command C = 7 { }
            """))));

    private final CommandResolver resolver = new CommandResolver(PROTOCOLS);
    private final List<Request> requests = new ArrayList<>();

    /** A request that has everything, and one of which only a CQE was seen, of a buffer with a large number. */
    RequestColumnTest() {
        Correlator correlator = new Correlator(request -> requests.add(request.keep()),
                (block, major, minor) -> Optional.of("/dev/null"));
        EventBuilder events = new EventBuilder(correlator);
        events.ring(EventBuilder.RING, Head.RING_CREATED, 3, 1 << 10 | 1 << 11);
        events.file(9, 0x21B6, 1, 3, "null");
        events.submit(0x10, 0x8000000000000001L, s -> s.sqe128().cmdOp(7).file(9).sqeFlags(0x10));
        events.mark(0x10, 1, 0);
        events.bigComplete(0x10, 0x8000000000000001L, -22, -1, 0x99, 9);
        Correlator late = new Correlator(request -> requests.add(request.keep()), DeviceNames.NONE);
        new EventBuilder(late).auxiliary(7, 5, 0xFFFF0000 | CqeFlags.MORE | CqeFlags.BUFFER);
        late.finish();
    }

    private Request full() {
        return requests.getFirst();
    }

    private Request bare() {
        return requests.getLast();
    }

    private JsonObject json(Request request) throws IOException {
        StringWriter line = new StringWriter();
        ResolvedCommand command = resolver.resolve(request);
        new RequestJson(line, new DecodedDetails()).write(new ReadRequest(request, command,
                new TrafficInspector().findingsOf(request, command)));
        return JsonParser.parseString(line.toString()).getAsJsonObject();
    }

    private boolean passes(Request request, String filter) {
        return switch (TrafficFilter.compile(filter, PROTOCOLS)) {
            case TrafficFilter.Compiled.Ready(TrafficFilter ready, var _) ->
                ready.passes(request, resolver.resolve(request));
            case TrafficFilter.Compiled.Wrong(List<String> reasons) -> throw new AssertionError(reasons.toString());
        };
    }

    private static JsonElement member(JsonObject line, RequestColumn.Json json) {
        JsonObject holder = json.object().map(line::getAsJsonObject).orElse(line);
        assertThat(holder.has(json.key())).as(json.toString()).isTrue();
        return holder.get(json.key());
    }

    /** What a line should have in {@code column}. */
    private JsonElement expected(RequestColumn column, Request request) {
        if (!column.json().orElseThrow().known().test(request)) {
            return JsonNull.INSTANCE;
        }
        String text = switch (column.value()) {
            case ColumnValue.Numeric(var _, boolean hex, var of) -> hex
                    ? "\"0x" + Long.toHexString(of.applyAsLong(request)) + "\""
                    : Long.toString(of.applyAsLong(request));
            case ColumnValue.Flags flags -> list(flags.names().apply(flags.of().applyAsInt(request)));
            case ColumnValue.Text own -> "\"" + own.of().apply(request) + "\"";
            case ColumnValue.Words words -> list(words.of().apply(request));
            case ColumnValue.Meant meant -> meant.of().apply(resolver.resolve(request))
                    .map(name -> "\"" + name + "\"").orElse("null");
            case ColumnValue.Bytes area -> "\""
                    + HexFormat.of().formatHex(area.of().at(request, new CommandBytes()).copy()) + "\"";
            case ColumnValue.Completions completions -> Integer.toString(completions.of().apply(request).size());
        };
        return JsonParser.parseString(text);
    }

    private static String list(List<String> words) {
        return words.stream().map(word -> "\"" + word + "\"").toList().toString();
    }

    @Test
    void everyColumnIsInALineWhereItSays() throws IOException {
        for (Request request : List.of(full(), bare())) {
            JsonObject line = json(request);
            List<String> keys = RequestColumn.ALL.stream().flatMap(column -> column.json().stream())
                    .map(json -> json.object().orElse(json.key())).distinct().toList();
            assertThat(new ArrayList<>(line.keySet()).subList(0, keys.size())).as("in the table's order")
                    .isEqualTo(keys);
            for (RequestColumn column : RequestColumn.ALL) {
                column.json().ifPresent(json -> {
                    JsonElement member = member(line, json);
                    JsonElement value = column.value() instanceof ColumnValue.Completions
                            ? JsonParser.parseString(Integer.toString(member.getAsJsonArray().size()))
                            : member;
                    assertThat(value).as(column.name()).isEqualTo(expected(column, request));
                });
            }
        }
    }

    @Test
    void everyColumnIsKnownToAFilterWhereItSays() {
        for (Request request : List.of(full(), bare())) {
            for (RequestColumn column : RequestColumn.ALL) {
                for (String name : column.filter()) {
                    boolean known = column.known().test(request);
                    switch (column.value()) {
                        case ColumnValue.Numeric number -> compare(request, name, known,
                                number.of().applyAsLong(request));
                        case ColumnValue.Flags flags -> compare(request, name, known, flags.number(request));
                        case ColumnValue.Text text -> says(request, column, name, List.of(text.of().apply(request)));
                        case ColumnValue.Words words -> says(request, column, name, words.of().apply(request));
                        case ColumnValue.Meant meant -> says(request, column, name,
                                meant.of().apply(resolver.resolve(request)).stream().toList());
                        case ColumnValue.Completions _,ColumnValue.Bytes _ -> throw new AssertionError(
                                column.name() + " is nothing to compare");
                    }
                }
            }
        }
    }

    private void compare(Request request, String name, boolean known, long value) {
        // a number that is not known, even if 0 stands there, makes a comparison false
        assertThat(passes(request, name + " == " + name)).as(name).isEqualTo(known);
        if (known) {
            assertThat(passes(request, name + " == " + value)).as(name + " is " + value).isTrue();
            assertThat(passes(request, name + " != " + value)).as(name + " is " + value).isFalse();
        }
    }

    private void says(Request request, RequestColumn column, String name, List<String> texts) {
        texts.forEach(text -> assertThat(passes(request, name + " == \"" + text + "\"")).as(column.name()).isTrue());
        Stream.of("linked", "pending").filter(text -> column.name().equals("path") == text.equals("linked"))
                .filter(_ -> !List.of("protocol", "command").contains(column.name()))
                .forEach(text -> assertThat(passes(request, name + " == \"" + text + "\"")).as(name).isFalse());
    }

    @Test
    void theFullRequestHasEverythingAndTheBareOneNext() {
        assertThat(RequestColumn.ALL).allSatisfy(column -> assertThat(column.known().test(full())).as(column.name())
                .isTrue());
        assertThat(RequestColumn.ALL.stream().filter(column -> !column.known().test(bare())))
                .extracting(RequestColumn::name).contains("ring.fd", "ring.sqEntries", "tid", "opcode", "op", "fd",
                        "device", "cmdOp", "submitNs", "latency", "errno", "res2", "big1", "sqe", "pdu")
                .doesNotContain("seq", "userData", "res", "cqeFlags", "completeNs");
    }

    @Test
    void aWordOfFlagsHasNoSign() {
        assertThat(passes(bare(), "cqe.flags >> 16 == 0xffff")).isTrue();
    }

    @Test
    void namesAreUniqueAndFewOfThemGoNowhere() {
        assertThat(RequestColumn.ALL).extracting(RequestColumn::name).doesNotHaveDuplicates();
        assertThat(RequestColumn.ALL.stream().flatMap(column -> column.filter().stream())).doesNotHaveDuplicates();
        assertThat(RequestColumn.ALL.stream().flatMap(column -> column.json().stream()
                .map(json -> json.object().orElse("") + "." + json.key()))).doesNotHaveDuplicates();
        assertThat(RequestColumn.ALL.stream().filter(column -> column.json().isEmpty() && column.filter().isEmpty()))
                .extracting(RequestColumn::name).as("for exports alone").containsExactly("pdu");
        assertThat(RequestColumn.ALL).allSatisfy(column -> assertThat(column.description()).isNotBlank());
    }

    @Test
    void thePageOfTheCommandLineNamesThemAll() throws IOException {
        String page = Files.readString(Path.of(System.getProperty("ringspect.root"), "docs/cli.md"));
        for (RequestColumn column : RequestColumn.ALL) {
            column.json().map(json -> json.object().orElse(json.key()))
                    .ifPresent(key -> assertThat(page).as(column.name()).contains("`" + key + "`"));
            column.filter().stream().filter(name -> !name.contains("."))
                    .forEach(name -> assertThat(page).contains("`" + name + "`"));
        }
    }
}
