package dev.ringspect.server.state;

/** What of a snapshot a read looks at; a change of that, and of nothing else, overtakes it. */
public sealed interface Extent {
    /**
     * The text called {@code uri}, in which the question's positions are. What it imports counts too, but an answer by
     * what that was a moment ago is better than none: the client is told to ask again.
     */
    record OneText(String uri) implements Extent {}

    /** What inspections find in the text called {@code uri}. */
    record Findings(String uri) implements Extent {}

    /** All texts of the workspace. */
    record AllTexts() implements Extent {}

    /** Everything but the traffic, which overtakes nothing. */
    record All() implements Extent {}

    /** Nothing that an edit could overtake: an answer by the texts of a moment ago is right. */
    record None() implements Extent {}

    /** Whether {@code after} differs in it from {@code before}. */
    default boolean differs(Snapshot before, Snapshot after) {
        return switch (this) {
            case OneText(String uri) -> !before.texts().text(uri).equals(after.texts().text(uri));
            case Findings(String uri) -> !before.texts().text(uri).equals(after.texts().text(uri))
                    || !before.inspections(uri).equals(after.inspections(uri));
            case AllTexts _ -> before.texts() != after.texts();
            case All _ -> true;
            case None _ -> false;
        };
    }
}
