package dev.ringspect.server.feature;

import java.util.ArrayList;
import java.util.List;

import dev.ringspect.protocol.model.Declared;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.syntax.uring.UringItem;
import dev.ringspect.server.state.Cancel;
import dev.ringspect.server.state.Snapshot;

/** The files that imports name. */
public final class Links {
    private Links() {}

    /** The imports of the text called {@code uri} whose file was found. */
    public static List<Link> of(Snapshot at, String uri, Cancel cancel) {
        return at.texts().protocolFile(uri).map(file -> {
            cancel.check();
            return of(file.model());
        }).orElse(List.of());
    }

    private static List<Link> of(ProtocolModel model) {
        List<Link> links = new ArrayList<>();
        for (UringItem item : model.file().items()) {
            if (item instanceof UringItem.Import imported
                    && model.declaredAt(imported.path().span().start() + 1)
                            .orElse(null) instanceof Declared.OfImport file) {
                links.add(new Link(imported.path().span(), file.uri()));
            }
        }
        return links;
    }
}
