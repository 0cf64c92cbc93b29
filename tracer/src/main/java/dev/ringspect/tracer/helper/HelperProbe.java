package dev.ringspect.tracer.helper;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import dev.ringspect.tracer.session.Refusal;

/** Asks the helper what this kernel and this user allow, without attaching anything. */
public final class HelperProbe {
    private static final int TIMEOUT_SECONDS = 30;

    private HelperProbe() {}

    /**
     * One thing the tracer can do.
     *
     * @param name its name, such as {@code submit}
     * @param variant the tracepoint's variant that serves it, empty when none does
     * @param ready whether it works here
     * @param why why it does not, else empty
     * @param fix what to do, else empty
     */
    public record Feature(String name, String variant, boolean ready, String why, String fix) {}

    /**
     * What the helper found.
     *
     * @param kernel {@code uname -r}
     * @param machine {@code uname -m}
     * @param btf whether the kernel has type information
     * @param uid real user
     * @param euid effective user
     * @param capabilities those it has, such as {@code cap_bpf}
     * @param lockdown {@code none}, {@code integrity}, {@code confidentiality} or {@code unknown}
     * @param unprivilegedBpf {@code kernel.unprivileged_bpf_disabled}
     * @param ioUringDisabled {@code kernel.io_uring_disabled}
     * @param features what works and what does not
     * @param ready whether a trace can be started
     */
    public record Report(String kernel, String machine, boolean btf, int uid, int euid, List<String> capabilities,
            String lockdown, int unprivilegedBpf, int ioUringDisabled, List<Feature> features, boolean ready) {
        public Report {
            capabilities = List.copyOf(capabilities);
            features = List.copyOf(features);
        }
    }

    /** How asking ended. */
    public sealed interface Outcome {
        /**
         * The helper answered.
         *
         * @param helper the binary that was asked
         * @param report what it said
         */
        record Answered(Path helper, Report report) implements Outcome {}

        /**
         * It did not.
         *
         * @param refusal why, and what to do
         */
        record Refused(Refusal refusal) implements Outcome {}
    }

    /** Asks the helper that {@link HelperBinary#find} finds. */
    public static Outcome run() {
        return switch (HelperBinary.find()) {
            case HelperBinary.Search.Missing(Refusal refusal) -> new Outcome.Refused(refusal);
            case HelperBinary.Search.Found(Path binary) -> run(List.of(), binary);
        };
    }

    /** Asks {@code binary}, started by {@code prefix}, such as {@code sudo -n --}. */
    public static Outcome run(List<String> prefix, Path binary) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(binary.toString(), "--probe"));
        try {
            Process process = new ProcessBuilder(command).start();
            process.getOutputStream().close();
            OutputTail words = new OutputTail(process.getErrorStream(), "ringspect-probe-stderr");
            OutputTail output = new OutputTail(process.getInputStream(), "ringspect-probe-stdout");
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return refused("it gave no answer within " + TIMEOUT_SECONDS + " s", "");
            }
            return read(binary, output.text(), words.text());
        } catch (IOException e) {
            return refused(String.valueOf(e.getMessage()), "see whether " + binary + " can be executed here");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return refused("it was interrupted", "");
        }
    }

    static Outcome read(Path binary, String text, String words) {
        Optional<JsonObject> parsed = HelperMessages.object(text);
        if (parsed.isEmpty() || HelperMessages.number(parsed.get(), "ringspect", -1) != 1) {
            return refused("its answer could not be read" + (words.isEmpty() ? "" : ": " + words),
                    "use the helper that came with this Ringspect");
        }
        JsonObject json = parsed.get();
        List<Feature> features = new ArrayList<>();
        if (json.get("features") != null && json.get("features").isJsonArray()) {
            for (JsonElement element : json.getAsJsonArray("features")) {
                if (element.isJsonObject()) {
                    features.add(feature(element.getAsJsonObject()));
                }
            }
        }
        return new Outcome.Answered(binary, new Report(HelperMessages.string(json, "kernel"),
                HelperMessages.string(json, "machine"), HelperMessages.flag(json, "btf"),
                (int) HelperMessages.number(json, "uid", -1), (int) HelperMessages.number(json, "euid", -1),
                HelperMessages.list(json, "capabilities"), HelperMessages.string(json, "lockdown"),
                (int) HelperMessages.number(json, "unprivilegedBpf", -1),
                (int) HelperMessages.number(json, "ioUringDisabled", -1), features,
                HelperMessages.flag(json, "ready")));
    }

    private static Feature feature(JsonObject json) {
        return new Feature(HelperMessages.string(json, "name"), HelperMessages.string(json, "variant"),
                HelperMessages.flag(json, "ready"), HelperMessages.string(json, "why"),
                HelperMessages.string(json, "fix"));
    }

    private static Outcome refused(String why, String fix) {
        return new Outcome.Refused(new Refusal(Refusal.Cause.SYSTEM, "asking the helper what works here", why, fix));
    }
}
