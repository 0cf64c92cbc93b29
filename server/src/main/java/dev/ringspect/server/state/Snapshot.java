package dev.ringspect.server.state;

import java.nio.file.Path;
import java.util.List;

import dev.ringspect.protocol.finding.InspectionSettings;

/**
 * Everything that a feature may look at, at one moment. Immutable.
 *
 * @param texts the texts and what they mean; the same object as before where no text changed
 * @param folders the workspace's folders
 * @param configuration what the client decided
 * @param settings what the folders decided
 * @param traffic what the traces saw
 */
public record Snapshot(Texts texts, List<Path> folders, Configuration configuration, FolderSettings settings,
        TrafficView traffic) {
    /** Nothing opened, nothing seen. */
    public static final Snapshot EMPTY = new Snapshot(Texts.NONE, List.of(), Configuration.DEFAULT,
            FolderSettings.NONE, TrafficView.NONE);

    public Snapshot {
        folders = List.copyOf(folders);
    }

    /** The same with other texts. */
    public Snapshot withTexts(Texts other) {
        return other == texts ? this : new Snapshot(other, folders, configuration, settings, traffic);
    }

    /** The same with other folders. */
    public Snapshot withFolders(List<Path> other) {
        return new Snapshot(texts, other, configuration, settings, traffic);
    }

    /** The same with another configuration. */
    public Snapshot withConfiguration(Configuration other) {
        return new Snapshot(texts, folders, other, settings, traffic);
    }

    /** The same with what the folders say now. */
    Snapshot withSettings(FolderSettings other) {
        return new Snapshot(texts, folders, configuration, other, traffic);
    }

    /**
     * What was decided about inspections of the text called {@code uri}: by its folder's {@code ringspect.json}, where that
     * is silent by the client. The file comes first since everyone who works in the folder has it, and {@code check} too.
     */
    public InspectionSettings inspections(String uri) {
        return configuration.inspections().under(settings.of(Texts.path(uri)));
    }

    /** The same about what stands in no text: what was decided for the first folder. */
    public InspectionSettings inspectionsOfNoText() {
        return configuration.inspections().under(settings.of(folders.stream().findFirst()));
    }

    /** The same texts beside newer traffic. */
    public Snapshot withTraffic(TrafficView other) {
        return new Snapshot(texts, folders, configuration, settings, other);
    }
}
