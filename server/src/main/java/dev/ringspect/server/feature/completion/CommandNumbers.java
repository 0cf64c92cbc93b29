package dev.ringspect.server.feature.completion;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.ringspect.protocol.model.Declared;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.syntax.uring.UringItem;
import dev.ringspect.protocol.text.Location;

/**
 * The constants that a command's number may be: those of the file and of the files that it names as imports come before what
 * comes along with these, and of them the numbers that are made as {@code _IO} and its kin make them come first.
 */
final class CommandNumbers {
    private static final int LIKELY = 0;
    private static final int OWN = 1;
    private static final int ELSEWHERE = 3;
    private static final int TOO_BIG = 4;

    private CommandNumbers() {}

    static void suggest(ProtocolModel model, List<Suggestion> into) {
        Set<String> own = own(model);
        model.constants().forEach((name, value) -> {
            boolean near = model.constantPlace(name).map(Location::source).filter(own::contains).isPresent();
            int rank = value >>> 32 != 0 ? TOO_BIG : !near ? ELSEWHERE : isLikeIoctl(value) ? LIKELY : OWN;
            into.add(Suggestion.of(name, Suggestion.Kind.CONSTANT, String.valueOf(value),
                    "`0x" + Long.toHexString(value) + "`", rank));
        });
    }

    private static Set<String> own(ProtocolModel model) {
        Set<String> own = new HashSet<>(Set.of(model.source().uri()));
        for (UringItem item : model.file().items()) {
            if (item instanceof UringItem.Import imported
                    && model.declaredAt(imported.path().span().start() + 1)
                            .orElse(null) instanceof Declared.OfImport file) {
                own.add(file.uri());
            }
        }
        return own;
    }

    /** A letter in the second byte; above it a direction and a size, or neither. */
    private static boolean isLikeIoctl(long value) {
        boolean letter = Character.isLetter((int) (value >>> 8 & 0xff));
        boolean moves = value >>> 30 != 0;
        boolean sized = (value >>> 16 & 0x3fff) != 0;
        return letter && moves == sized;
    }
}
