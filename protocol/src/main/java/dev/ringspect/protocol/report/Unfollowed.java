package dev.ringspect.protocol.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import com.google.gson.stream.JsonWriter;

import dev.ringspect.protocol.traffic.CorrelatorStatistics;

/**
 * What a trace saw and did not keep or could not tell, though no record of it was lost.
 *
 * @param requests submissions beyond the limit of requests that are open at once
 * @param completions CQEs of requests with very many that were counted only
 * @param files files that were forgotten for others
 * @param ambiguous CQEs of which the kernel does not tell which of several requests owns them
 */
public record Unfollowed(long requests, long completions, long files, long ambiguous) {
    /** Nothing. */
    public static final Unfollowed NONE = new Unfollowed(0, 0, 0, 0);

    /** What a correlator counted. */
    public static Unfollowed of(CorrelatorStatistics statistics) {
        return new Unfollowed(statistics.refused(), statistics.completionsCut(), statistics.filesForgotten(),
                statistics.ambiguous());
    }

    void writeTo(JsonWriter out) throws IOException {
        out.name("unfollowed").beginObject().name("requests").value(requests).name("completions").value(completions)
                .name("files").value(files).name("ambiguous").value(ambiguous).endObject();
    }

    /** A sentence for each that there is. */
    public List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        say(sentences, requests, "requests came while as many were open as can be followed: they are not shown, or are"
                + " incomplete");
        say(sentences, completions, "completions of requests with very many are counted and not listed");
        say(sentences, files, "files were forgotten, since there were so many: requests on them may show none");
        say(sentences, ambiguous, "completions could belong to several requests of the same user_data, and the kernel"
                + " does not tell to which");
        return List.copyOf(sentences);
    }

    private static void say(List<String> sentences, long count, String what) {
        if (count > 0) {
            sentences.add(count + " " + what);
        }
    }
}
