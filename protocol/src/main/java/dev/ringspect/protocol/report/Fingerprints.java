package dev.ringspect.protocol.report;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;

/**
 * Names for findings that stay the same while text is added or removed around them: made of the inspection, the file and
 * the words of the line, not of its number. Findings that agree in all of these are counted.
 */
public final class Fingerprints {
    private static final int BYTES = 10;

    private Fingerprints() {}

    /** The fingerprints of {@code findings}, in their order: 20 hexadecimal digits each. */
    public static List<String> of(List<Finding> findings, ReportTexts places) {
        Map<String, Integer> seen = new HashMap<>();
        List<String> fingerprints = new ArrayList<>();
        for (Finding finding : findings) {
            String uri = finding.where().map(Location::source).orElse("");
            String about = String.join("\0", finding.id(), places.name(uri), line(finding, places),
                    spanned(finding, places));
            fingerprints.add(hash(about + "\0" + seen.merge(about, 1, Integer::sum)));
        }
        return fingerprints;
    }

    private static String line(Finding finding, ReportTexts places) {
        return finding.where().flatMap(where -> places.text(where.source()).map(text -> {
            Span line = text.lineSpan(text.lineOf(where.span().start()));
            return text.slice(line).strip().replaceAll("\\s+", " ");
        })).orElse(finding.message());
    }

    private static String spanned(Finding finding, ReportTexts places) {
        Optional<SourceText> text = finding.where().map(Location::source).flatMap(places::text);
        return text.flatMap(found -> finding.where().map(where -> found.slice(where.span()))).orElse("");
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java has SHA-256", absent);
        }
    }
}
