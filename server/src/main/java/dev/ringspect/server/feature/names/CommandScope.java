package dev.ringspect.server.feature.names;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.syntax.c.Name;
import dev.ringspect.protocol.syntax.uring.UringItem;

/** The names that the checks of one command may use: members of its payload, its own names for fields, constants. */
final class CommandScope extends NameScope {
    private final Optional<Type.Struct> payload;
    private final Optional<Type.Struct> pdu;
    /** Its names for words of the SQE and CQE, and what its own rules add beside members, by path. */
    private final Map<String, Symbol> own = new HashMap<>();

    CommandScope(FileNames names, OccurrenceSink sink, UringItem.Command command) {
        super(names, sink);
        Optional<Type.Struct> found = Optional.empty();
        Optional<Type.Struct> driver = Optional.empty();
        for (UringItem.CommandPart part : command.parts()) {
            if (part instanceof UringItem.Payload laid && found.isEmpty()) {
                found = names.struct(laid.keyword().word() + " " + laid.tag().text());
                names.beside(laid.rules(), own);
            } else if (part instanceof UringItem.Rules rules) {
                names.beside(rules.rules(), own);
            } else if (part instanceof UringItem.Pdu pdu) {
                driver = names.struct(pdu.keyword().word() + " " + pdu.tag().text());
            } else if (part instanceof UringItem.Words words) {
                for (UringItem.Word word : words.words()) {
                    own.putIfAbsent(word.as().orElse(word.field()).text(), field(names, word));
                    String qualifier = words.cqe() ? "cqe." : "sqe.";
                    word.bits().forEach(range -> bits(names.declared(SymbolKind.BITS, range.name()), qualifier));
                }
            }
        }
        payload = found;
        pdu = driver;
    }

    /** Bits of a word go by their bare name, and by the qualified one. */
    private void bits(Symbol bits, String qualifier) {
        own.putIfAbsent(bits.name(), bits);
        own.putIfAbsent(qualifier + bits.name(), bits);
    }

    /** What a line of {@code sqe { }} or {@code cqe { }} declares. */
    static Symbol field(FileNames names, UringItem.Word word) {
        return word.as().map(alias -> names.declared(SymbolKind.ALIAS, alias))
                .orElseGet(() -> names.declared(SymbolKind.SQE_FIELD, word.field()));
    }

    @Override
    void use(List<Name> path) {
        if (path.size() > 1 && path.getFirst().text().equals("pdu") && pdu.isPresent()
                && member(pdu.get(), path.subList(1, path.size()))) {
            return;
        }
        Symbol field = own.get(path.stream().map(Name::text).collect(Collectors.joining(".")));
        boolean payloads = payload.isPresent() && member(payload.get(), path);
        if (field != null) {
            note(path.getLast(), field);
        } else if (!payloads && !qualified(path)) {
            constant(path);
        }
    }
}
