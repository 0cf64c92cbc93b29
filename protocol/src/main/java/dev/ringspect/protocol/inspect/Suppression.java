package dev.ringspect.protocol.inspect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.ringspect.protocol.edit.Code;
import dev.ringspect.protocol.edit.Fix;
import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.InspectionSettings;
import dev.ringspect.protocol.finding.Rule;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.Inspection;
import dev.ringspect.protocol.inspect.subject.Remark;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.text.TextEdit;

/** Leaves out what remarks suppress, finds remarks that do nothing, and offers to write new ones. */
final class Suppression {
    private static final Rule UNUSED = new Rule("U01", "unused-suppression", Severity.WARNING,
            "A comment suppresses an inspection that finds nothing there. It would hide the next finding, one that nobody"
                    + " has looked at.");
    private static final Rule UNKNOWN = new Rule("U02", "unknown-remark", Severity.WARNING,
            "A comment starts with 'ringspect:' and says something that is not understood, so it does nothing.");

    /** What is found about remarks; no {@link Inspection}, since it depends on all the others. */
    static final List<Rule> RULES = List.of(UNUSED, UNKNOWN);

    private final CheckedSet set;
    private final InspectionSettings settings;
    private final Map<String, List<Remark>> remarks = new HashMap<>();
    private final Set<Remark.Word> used = new HashSet<>();

    Suppression(CheckedSet set, InspectionSettings settings) {
        this.set = set;
        this.settings = settings;
        remarks.put(set.source().uri(), set.remarks());
    }

    /** The findings that no remark suppresses, with those about remarks of the checked text itself. */
    List<Finding> apply(List<Finding> all) {
        List<Finding> kept = new ArrayList<>(all.stream().filter(finding -> !isSuppressed(finding)).toList());
        for (Remark remark : set.remarks()) {
            switch (remark.word()) {
                case "ignore", "ignore-file" -> unused(remark, kept);
                case "payload", "pdu" -> {
                    // marks a struct
                }
                default -> kept.add(Finding.of(UNKNOWN, set.source().at(remark.comment()), "'ringspect: "
                        + remark.word() + "' says nothing; ignore, ignore-file, payload and pdu are understood"));
            }
        }
        return kept;
    }

    private boolean isSuppressed(Finding finding) {
        Location where = finding.where().orElse(null);
        if (where == null) {
            return false;
        }
        boolean suppressed = false;
        for (Remark remark : remarksOf(where.source())) {
            boolean ignores = remark.word().equals("ignore") || remark.word().equals("ignore-file");
            suppressed |= ignores && remark.covers(where.span().start()) && names(remark, finding);
        }
        if (!where.source().equals(set.source().uri())) {
            // a header cannot always be changed: the file that imports it may speak for it
            for (Remark remark : set.remarks()) {
                suppressed |= remark.word().equals("ignore-file") && names(remark, finding);
            }
        }
        return suppressed;
    }

    private boolean names(Remark remark, Finding finding) {
        boolean named = false;
        for (Remark.Word word : remark.words()) {
            if (word.text().equals(finding.id())) {
                used.add(word);
                named = true;
            }
        }
        return named;
    }

    private List<Remark> remarksOf(String uri) {
        return remarks.computeIfAbsent(uri, name -> set.text(name).map(Remark::of).orElse(List.of()));
    }

    private void unused(Remark remark, List<Finding> findings) {
        SourceText text = set.source();
        if (remark.words().isEmpty()) {
            findings.add(Finding.of(UNKNOWN, text.at(remark.comment()),
                    "this suppresses nothing; name the inspection, as in 'ringspect: ignore L04'"));
        }
        for (Remark.Word word : remark.words()) {
            refused(word).ifPresent(why -> findings.add(Finding.of(UNKNOWN, text.at(word.span()), why)));
            boolean runs = Catalogue.find(word.text()).filter(entry -> entry.kind() == Catalogue.Kind.TEXT).isPresent();
            // what is switched off, and what only traffic shows, may come back
            if (runs && settings.reports(word.text()) && !used.contains(word)) {
                findings.add(Finding.of(UNUSED, text.at(word.span()), word.text() + " finds nothing here; remove this")
                        .asUnnecessary().with(Optional.of(removal(remark, word))));
            }
        }
    }

    /** Why a remark cannot suppress what it names; empty where it can. */
    private static Optional<String> refused(Remark.Word word) {
        Optional<Catalogue.Entry> named = Catalogue.find(word.text());
        if (named.isEmpty() || named.get().kind() == Catalogue.Kind.LANGUAGE) {
            return Optional.of("no inspection is called '" + word.text() + "'");
        }
        return named.get().isSilencedByRemarks()
                ? Optional.empty()
                : Optional.of(word.text() + " cannot be suppressed by a remark; correct the remark that it is about, or"
                        + " switch it off in " + SettingsFile.NAME);
    }

    private Fix removal(Remark remark, Remark.Word word) {
        SourceText text = set.source();
        if (remark.words().size() > 1) {
            int index = remark.words().indexOf(word);
            Span span = index == 0
                    ? new Span(word.span().start(), remark.words().get(1).span().start())
                    : new Span(remark.words().get(index - 1).span().end(), word.span().end());
            return Fix.quick("Remove " + word.text() + " from the comment", text.uri(), new TextEdit(span, ""));
        }
        Code code = Code.of(text);
        int start = remark.comment().start();
        int end = remark.comment().end();
        int line = code.lineStart(start);
        if (text.text().substring(line, start).isBlank() && code.lineEnd(end) == end) {
            start = line;
            end = Math.min(text.length(), text.text().startsWith("\r\n", end) ? end + 2 : end + 1);
        } else {
            while (start > 0 && text.text().charAt(start - 1) == ' ') {
                start--;
            }
        }
        return Fix.quick("Remove the comment", text.uri(), new TextEdit(new Span(start, end), ""));
    }

    /** Remarks in the checked text that would suppress {@code finding}; none for a finding about remarks. */
    List<Fix> fixes(Finding finding) {
        Location where = finding.where().orElse(null);
        SourceText text = set.source();
        if (where == null || finding.id().equals(UNUSED.id()) || finding.id().equals(UNKNOWN.id())) {
            return List.of();
        }
        if (!where.source().equals(text.uri())) {
            return List.of(suppress(finding.id() + " in this file", text, inFile(text, finding.id())));
        }
        return List.of(suppress(finding.id() + " here", text, here(text, where.span(), finding.id())),
                suppress(finding.id() + " in this file", text, inFile(text, finding.id())));
    }

    private static Fix suppress(String what, SourceText text, TextEdit edit) {
        return Fix.of("Suppress " + what, Fix.Kind.SUPPRESSION, text.uri(), List.of(edit));
    }

    /** At the end of the line, else, where a comment or a continued line leaves no room, on a line of its own above. */
    private TextEdit here(SourceText text, Span at, String id) {
        Code code = Code.of(text);
        int start = code.lineStart(at.start());
        int end = code.lineEnd(at.start());
        for (Remark remark : remarksOf(text.uri())) {
            if (remark.word().equals("ignore") && remark.covers().equals(new Span(start, end))
                    && !remark.words().isEmpty()) {
                return TextEdit.insert(remark.words().getLast().span().end(), ", " + id);
            }
        }
        boolean free = true;
        int i = start;
        while (i < end) {
            int next = code.step(i);
            free &= !text.text().startsWith("//", i) && next <= end;
            i = next;
        }
        String said = "// ringspect: ignore " + id;
        return free && (end == 0 || text.text().charAt(end - 1) != '\\')
                ? TextEdit.insert(end, " " + said)
                : TextEdit.insert(start, code.indent(start) + said + "\n");
    }

    /** At the top, after the line of the licence. */
    private static TextEdit inFile(SourceText text, String id) {
        boolean licence = text.text().startsWith("// SPDX") || text.text().startsWith("/* SPDX");
        int at = licence && text.lineCount() > 1 ? text.lineSpan(0).end() + 1 : 0;
        return TextEdit.insert(at, "// ringspect: ignore-file " + id + "\n");
    }
}
