package dev.ringspect.server.state;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

import dev.ringspect.protocol.text.SourceText;

/** Keeps the workspace's protocol files in the snapshot, read in the background. */
public final class WorkspaceFiles implements AutoCloseable {
    private static final Logger LOG = System.getLogger("ringspect.files");

    private final Workspace workspace;
    private final Executor background;
    private final Cancel cancel = new Cancel();

    /** Nothing is read before {@link #look}. */
    public WorkspaceFiles(Workspace workspace, Executor background) {
        this.workspace = workspace;
        this.background = background;
    }

    /** Reads the files of all folders anew, soon. It is an edit only if a file changed. */
    public void look() {
        var _ = workspace.settled().thenAcceptAsync(snapshot -> read(snapshot.folders()), background)
                .exceptionally(thrown -> {
                    if (!cancel.isCancelled()) {
                        LOG.log(Level.ERROR, "looking for protocol files failed", thrown);
                    }
                    return null;
                });
    }

    private synchronized void read(List<Path> folders) {
        if (cancel.isCancelled()) {
            return;
        }
        Map<String, SourceText> found = UringFiles.read(folders, cancel);
        workspace.edit(snapshot -> snapshot.withTexts(snapshot.texts().withFiles(found)));
    }

    @Override
    public void close() {
        cancel.cancel(Cancel.Reason.CLOSED);
    }
}
