package dev.ringspect.server.feature.completion;

import dev.ringspect.server.feature.words.FeatureText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import dev.ringspect.protocol.model.RingFeature;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.uapi.Errno;
import dev.ringspect.protocol.uapi.Filesystems;
import dev.ringspect.server.feature.words.Keywords;
import dev.ringspect.server.state.Cancel;
import dev.ringspect.server.state.Snapshot;
import dev.ringspect.server.state.Texts;

/** What can be typed at a place of a protocol file, chosen by what stands before it. */
public final class Completions {
    /** A client filters these while its user types on; more only cost time. */
    private static final int MOST = 400;

    private static final String VARIANT = "variant on ${1:member} {\n    ${2:CONSTANT}: $0\n}";

    private final Snapshot at;
    private final ProtocolModel model;
    private final Place place;
    private final List<Suggestion> found = new ArrayList<>();
    private final TypeNames types;
    private final ValueNames values;
    private final SendWords send;

    private Completions(Snapshot at, ProtocolModel model, Place place) {
        this.at = at;
        this.model = model;
        this.place = place;
        this.types = new TypeNames(model, found);
        this.values = new ValueNames(model, place, found);
        this.send = new SendWords(model, place, values, found);
    }

    /** What can be typed at {@code offset} of {@code uri}; nothing in other texts. */
    public static Suggestions of(Snapshot at, String uri, int offset, Cancel cancel) {
        Optional<ProtocolModel> model = at.texts().protocolFile(uri).map(file -> file.model());
        cancel.check();
        if (model.isEmpty()) {
            return new Suggestions(new Span(offset, offset), List.of(), true);
        }
        Place place = Place.of(model.get().file().tokens(), offset);
        if (place.inComment()) {
            return RemarkWords.of(model.get().source().text(), offset);
        }
        Completions completions = new Completions(at, model.get(), place);
        completions.collect();
        cancel.check();
        return bounded(place, completions.found);
    }

    private static Suggestions bounded(Place place, List<Suggestion> found) {
        List<Suggestion> fitting = found;
        if (found.size() > MOST) {
            String typed = place.prefix().toLowerCase(Locale.ROOT);
            fitting = found.stream().filter(one -> one.label().toLowerCase(Locale.ROOT).contains(typed))
                    .sorted(Comparator.comparingInt(Suggestion::rank)).toList();
        }
        return fitting.size() > MOST
                ? new Suggestions(place.typed(), fitting.subList(0, MOST), false)
                : new Suggestions(place.typed(), fitting, fitting.size() == found.size());
    }

    private void collect() {
        if (place.inString()) {
            string();
            return;
        }
        switch (place.block().kind()) {
            case FILE -> file();
            case STRUCT -> types.member(place);
            case ENUM -> {
                if (place.is(-1, "=") || place.size() > 2) {
                    values.constants(0);
                }
            }
            case REFINE -> refine();
            case BITS -> bits();
            case COMMAND -> command();
            case SQE, CQE -> words();
            case ERRORS -> errors();
            case VARIANT -> variant();
            case SEND -> send.field();
            case OTHER -> {
                // nothing is known about it
            }
        }
    }

    private void string() {
        if (place.startsWith("on") && place.is(1, "device")) {
            DeviceNodes.suggest(found);
        } else if (place.startsWith("on") && place.is(1, "filesystem")) {
            Filesystems.MAGIC.keySet().stream().sorted()
                    .forEach(name -> add(name, Suggestion.Kind.VALUE, "filesystem", ""));
        } else if (place.startsWith("send") && place.is(-1, "to")) {
            send.path();
        } else if (place.startsWith("import") && place.size() <= 2) {
            imported();
        }
    }

    private void imported() {
        List<Path> beside = Texts.path(model.source().uri()).flatMap(file -> Optional.ofNullable(file.getParent()))
                .stream().toList();
        if (place.is(1, "rust")) {
            ImportPaths.rust(place.prefix(), beside, found);
        } else if (place.is(1, "btf")) {
            ImportPaths.btf(place.prefix(), beside, found);
        } else if (place.size() == 1) {
            ImportPaths.headers(place.prefix(), beside, at.texts().environment().c(), found);
        }
    }

    private void file() {
        if (place.size() == 0) {
            top();
            return;
        }
        switch (place.statement().getFirst().text()) {
            case "on" -> on();
            case "needs" -> features();
            case "import" -> keywords(place.size() == 1, "rust", "btf");
            case "match" -> match();
            case "refine" -> {
                keywords(place.size() == 1, "struct", "union");
                types.tags(place.size() == 2 ? place.statement().getLast().text() : "");
            }
            case "command" -> number();
            case "send" -> send.head();
            case "struct", "union", "enum" -> {
                if (place.is(-1, ":")) {
                    types.builtin(0);
                } else if (place.size() == 1) {
                    types.tags(place.statement().getFirst().text());
                }
            }
            case "typedef" -> types.member(place);
            default -> {
                // a declaration of C
            }
        }
    }

    private void top() {
        keyword("protocol", "protocol ${1:name};");
        keyword("import", "import \"${1:linux/header.h}\";");
        keyword("on", "on device \"${1:/dev/name}\";");
        keyword("needs", "needs ${1:sqe128};");
        keyword("match", "match cmd_op & ${1:0xff};");
        keyword("command", "command ${1:NAME} = ${2:number} {\n    payload struct ${3:name};\n}");
        keyword("refine", "refine struct ${1:name} {\n    $0\n}");
        keyword("struct", "struct ${1:name} {\n    __u32 ${2:member};\n};");
        keyword("union", "union ${1:name} {\n    __u32 ${2:member};\n};");
        keyword("enum", "enum ${1:name} : __u8 { ${2:FIRST} = 1 };");
        keyword("send", "send \"${1:title}\" ${2:COMMAND} to \"${3:/dev/name}\" {\n    $0\n} expect cqe.res == 0;");
        keyword("typedef", "typedef ${1:__u32} ${2:name};");
    }

    private void on() {
        keywords(place.size() == 1, "device", "socket", "block", "file", "filesystem", "simulated");
    }

    private void features() {
        for (RingFeature feature : RingFeature.values()) {
            add(feature.word(), Suggestion.Kind.VALUE, "ring feature", FeatureText.of(feature));
        }
    }

    private void match() {
        keywords(place.size() == 1, "cmd_op");
        if (place.is(-1, "&")) {
            values.constants(0);
        }
    }

    private void number() {
        if (place.size() < 3) {
            return;
        }
        if (place.behindOperand() && place.openBracket() < 0 && !place.is(-1, "*")) {
            keywords(true, "since");
        } else if (place.openBracket() >= 0 && place.is(-1, ",")) {
            types.inCall();
            values.constants(1);
        } else if (!place.is(-1, "since")) {
            CommandNumbers.suggest(model, found);
            values.functions(2);
        }
    }

    private void refine() {
        if (place.size() == 0) {
            values.members(0);
            keyword("value", "value ${1:name} = ${2:member};");
            keyword("variant", VARIANT);
            return;
        }
        if (place.startsWith("value") && place.size() > 2) {
            values.expression();
        } else if (place.endsWith(".")) {
            values.behindDot();
        } else {
            rule();
        }
    }

    /** A case of a variant: its values, then what holds. */
    private void variant() {
        if (place.indexOf(":") >= 0) {
            values.members(0);
            keywords(true, "none");
        } else if (place.size() == 0 || place.is(-1, ",")) {
            values.labels();
            keywords(place.size() == 0, "default");
        }
    }

    private void bits() {
        if (place.size() > 0) {
            rule();
        }
    }

    /** After the name that a line begins with: a meaning or a limit. */
    private void rule() {
        if (place.startsWith("variant")) {
            variantHead();
            return;
        }
        if (place.startsWith("struct") || place.startsWith("union")) {
            types.tags(place.size() == 1 ? place.statement().getFirst().text() : "");
            keywords(place.size() == 2, "over");
            if (place.is(-1, "over")) {
                values.members(0);
            }
            return;
        }
        int limit = place.indexOf("==") >= 0 ? place.indexOf("==") : place.indexOf("in");
        if (limit >= 0) {
            limit(limit);
        } else if (place.indexOf(":") >= 0) {
            meaning(place.indexOf(":"));
        } else if (place.block().kind() == Block.Kind.REFINE) {
            keywords(true, "in", "bits");
        } else if (place.block().kind() != Block.Kind.BITS) {
            keywords(true, "as", "in", "bits");
        }
    }

    private void variantHead() {
        keywords(place.size() == 1, "on");
        if (place.is(-1, "on")) {
            values.members(0);
        } else if (place.is(-1, ":")) {
            keyword("enum", "enum ${1:name}");
        } else if (place.is(-1, "enum")) {
            types.tags("enum");
        }
    }

    private void limit(int from) {
        boolean range = place.is(from, "in");
        if (place.size() == from + 1 || place.is(-1, "..")) {
            values.constants(0);
        } else if (place.behindOperand() && (!range || place.indexOf("..") >= 0)) {
            severities();
        } else if (!place.behindOperand()) {
            values.constants(0);
        }
    }

    private void meaning(int colon) {
        int behind = place.size() - colon - 1;
        if (behind == 0) {
            keyword("enum", "enum ${1:name}");
            keyword("flags", "flags enum ${1:name}");
            keyword("pointer", "pointer to ${1:void}");
            keywords(true, "errno", "text", "time", "le16", "le32", "le64", "be16", "be32", "be64");
            return;
        }
        int bracket = place.openBracket();
        if (bracket > colon && place.is(bracket, "[")) {
            values.members(0);
            values.constants(1);
            return;
        }
        switch (place.statement().getLast().text()) {
            case "enum" -> types.tags("enum");
            case "flags" -> {
                keywords(true, "enum");
                types.tags("enum");
            }
            case "pointer" -> keywords(true, "to");
            case "to" -> types.any(0);
            case "struct", "union" -> types.tags(place.statement().getLast().text());
            case "time" -> keywords(true, "ns", "us", "ms", "s");
            default -> {
                // the meaning is complete, or nothing is known here
            }
        }
    }

    private void command() {
        if (place.size() == 0) {
            keyword("payload", "payload struct ${1:name};");
            keyword("sqe", "sqe {\n    $0\n}");
            keyword("cqe", "cqe {\n    $0\n}");
            keyword("errors", "errors {\n    ${1:EINVAL} \"${2:what it means here}\";\n}");
            keyword("check", "check ${1:condition} \"${2:what a failure means}\";");
            keyword("on", "on device \"${1:/dev/name}\";");
            keyword("needs", "needs ${1:sqe128};");
            keyword("match", "match cmd_op & ${1:0xff};");
            keyword("pending", "pending;");
            keyword("pdu", "pdu struct ${1:name};");
            keyword("variant", VARIANT);
            return;
        }
        switch (place.statement().getFirst().text()) {
            case "payload", "pdu" -> {
                keywords(place.size() == 1, "struct", "union");
                types.tags(place.size() == 2 ? place.statement().getLast().text() : "");
            }
            case "check" -> {
                boolean complete = place.behindOperand() && place.openBracket() < 0 && place.size() > 1;
                if (complete) {
                    severities();
                } else {
                    values.expression();
                }
            }
            case "on" -> on();
            case "needs" -> features();
            case "match" -> match();
            case "variant" -> variantHead();
            default -> {
                // nothing follows
            }
        }
    }

    private void words() {
        if (place.size() == 0) {
            values.words(place.block().kind() == Block.Kind.CQE ? "cqe." : "sqe.");
        } else if (!place.is(-1, "as")) {
            rule();
        }
    }

    private void errors() {
        if (place.size() == 0) {
            for (Errno errno : Errno.ALL) {
                found.add(new Suggestion(errno.name(), Suggestion.Kind.CONSTANT, String.valueOf(errno.number()),
                        errno.meaning(), 0, Optional.empty(),
                        Optional.of(errno.name() + " \"${1:" + errno.meaning() + "}\";")));
            }
        }
    }

    private void severities() {
        keywords(true, "error", "warning", "info");
    }

    private void keywords(boolean wanted, String... words) {
        for (String word : wanted ? words : new String[0]) {
            add(word, Suggestion.Kind.KEYWORD, "", Keywords.help(word).orElse(""));
        }
    }

    private void keyword(String word, String snippet) {
        found.add(Suggestion.typed(word, snippet, Keywords.help(word).orElse("")));
    }

    private void add(String label, Suggestion.Kind kind, String detail, String help) {
        found.add(Suggestion.of(label, kind, detail, help, 0));
    }
}
