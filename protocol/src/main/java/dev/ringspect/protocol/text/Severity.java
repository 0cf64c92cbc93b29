package dev.ringspect.protocol.text;

/** How much a problem or a finding matters; the order is from the gravest to the least. */
public enum Severity {
    ERROR, WARNING, INFO;

    /** Whether this is as grave as {@code threshold}, or graver. */
    public boolean reaches(Severity threshold) {
        return compareTo(threshold) <= 0;
    }

    /** The word used on the command line, in JSON and in settings: {@code error}, {@code warning}, {@code info}. */
    public String word() {
        return switch (this) {
            case ERROR -> "error";
            case WARNING -> "warning";
            case INFO -> "info";
        };
    }
}
