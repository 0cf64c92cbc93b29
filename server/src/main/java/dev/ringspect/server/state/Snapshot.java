package dev.ringspect.server.state;

import java.nio.file.Path;
import java.util.List;

/**
 * Everything that a feature may look at, at one moment. Immutable.
 *
 * @param texts the texts and what they mean; the same object as before where no text changed
 * @param folders the workspace's folders
 * @param configuration what the client decided
 * @param traffic what the traces saw
 */
public record Snapshot(Texts texts, List<Path> folders, Configuration configuration, TrafficView traffic) {
    /** Nothing opened, nothing seen. */
    public static final Snapshot EMPTY = new Snapshot(Texts.NONE, List.of(), Configuration.DEFAULT, TrafficView.NONE);

    public Snapshot {
        folders = List.copyOf(folders);
    }

    /** The same with other texts. */
    public Snapshot withTexts(Texts other) {
        return other == texts ? this : new Snapshot(other, folders, configuration, traffic);
    }

    /** The same with other folders. */
    public Snapshot withFolders(List<Path> other) {
        return new Snapshot(texts, other, configuration, traffic);
    }

    /** The same with another configuration. */
    public Snapshot withConfiguration(Configuration other) {
        return new Snapshot(texts, folders, other, traffic);
    }

    /** The same texts beside newer traffic. */
    public Snapshot withTraffic(TrafficView other) {
        return new Snapshot(texts, folders, configuration, other);
    }
}
