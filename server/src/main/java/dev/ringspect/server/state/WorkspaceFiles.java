package dev.ringspect.server.state;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import dev.ringspect.protocol.inspect.SettingsFile;
import dev.ringspect.protocol.text.SourceText;

/** Keeps the workspace's protocol files and settings in the snapshot, read in the background. */
public final class WorkspaceFiles implements AutoCloseable {
    private static final Logger LOG = System.getLogger("ringspect.files");

    private final Workspace workspace;
    private final Executor background;
    private final Progress progress;
    private Cancel looking = new Cancel();
    private boolean searching;
    private boolean closed;

    /**
     * Nothing is read before {@link #look}.
     *
     * @param background runs what takes time
     * @param progress told of long searches
     */
    public WorkspaceFiles(Workspace workspace, Executor background, Progress progress) {
        this.workspace = workspace;
        this.background = background;
        this.progress = progress;
    }

    /** Reads the files of all folders anew, soon, and ends a search that runs. It is an edit only if a file changed. */
    public synchronized void look() {
        looking.cancel(Cancel.Reason.EDITED);
        if (!closed) {
            Cancel cancel = new Cancel();
            looking = cancel;
            searching = true;
            settingsChanged();
            later(snapshot -> search(snapshot.folders(), cancel));
        }
    }

    /** Reads what the folders say about inspections anew, soon; a small file each, so that it is done in turn with edits. */
    public void settingsChanged() {
        workspace.edit(at -> at.withSettings(FolderSettings.read(at.folders(), at.texts())));
    }

    /** These files came to be, changed, or went away: reads them anew, soon, and what imports them. */
    public synchronized void changed(List<Path> files) {
        if (files.stream().anyMatch(file -> file.endsWith(SettingsFile.NAME))) {
            settingsChanged();
        }
        if (searching) {
            // what the search has read already may be older than the change
            look();
            return;
        }
        later(snapshot -> {
            Map<String, Optional<SourceText>> changes = new HashMap<>();
            List<String> others = new ArrayList<>();
            for (Path file : files) {
                if (WorkspaceSearch.isProtocolFile(file)) {
                    changes.put(file.toUri().toString(), WorkspaceSearch.read(file, snapshot.folders()));
                } else {
                    others.add(file.toUri().toString());
                }
            }
            workspace.edit(at -> at.withTexts(at.texts().withChanges(changes).withImportsChanged(others)));
        });
    }

    private void later(Consumer<Snapshot> work) {
        var _ = workspace.settled().thenAcceptAsync(work, background).exceptionally(thrown -> {
            if (!isClosed()) {
                LOG.log(Level.ERROR, "looking for protocol files failed", thrown);
            }
            return null;
        });
    }

    private void search(List<Path> folders, Cancel cancel) {
        Map<String, SourceText> found = WorkspaceSearch.read(folders, progress, cancel);
        if (isDone(cancel)) {
            workspace.edit(snapshot -> snapshot.withTexts(snapshot.texts().withFiles(found)));
        }
    }

    /** Ends the search that {@code cancel} belongs to; false when its outcome does not count any more. */
    private synchronized boolean isDone(Cancel cancel) {
        boolean newest = !closed && looking == cancel;
        searching &= !newest;
        return newest;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        looking.cancel(Cancel.Reason.CLOSED);
    }
}
