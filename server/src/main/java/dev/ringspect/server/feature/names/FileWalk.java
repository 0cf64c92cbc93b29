package dev.ringspect.server.feature.names;

import java.util.List;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.RingFeature;
import dev.ringspect.protocol.model.SqeWord;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.syntax.c.Attribute;
import dev.ringspect.protocol.syntax.c.CDeclaration;
import dev.ringspect.protocol.syntax.c.Declarator;
import dev.ringspect.protocol.syntax.c.Derivation;
import dev.ringspect.protocol.syntax.c.Name;
import dev.ringspect.protocol.syntax.c.TypeSpecifier;
import dev.ringspect.protocol.syntax.uring.UringItem;
import dev.ringspect.protocol.uapi.Errno;

/** Finds the names of a protocol file, item by item. */
final class FileWalk {
    private final ProtocolModel model;
    private final OccurrenceSink sink;
    private final FileNames names;
    private final ExpressionWalk expressions;
    private final NameScope constants;

    FileWalk(ProtocolModel model, OccurrenceSink sink) {
        this.model = model;
        this.sink = sink;
        this.names = new FileNames(model);
        this.expressions = new ExpressionWalk(model.source(), names, sink);
        this.constants = new NameScope.OfConstants(names, sink);
    }

    void run() {
        for (UringItem item : model.file().items()) {
            switch (item) {
                case UringItem.ProtocolName protocol -> declare(SymbolKind.PROTOCOL, protocol.name());
                case UringItem.Declaration(CDeclaration declaration) -> declaration(declaration);
                case UringItem.Needs needs -> needs(needs);
                case UringItem.Match match -> match.mask().ifPresent(mask -> expressions.walk(mask, constants));
                case UringItem.Refine refine -> refine(refine);
                case UringItem.Command command -> command(command);
                case UringItem.Send send -> send(send);
                case UringItem.On _,UringItem.Import _ -> {
                    // a kind and strings
                }
            }
        }
    }

    private void declaration(CDeclaration declaration) {
        switch (declaration) {
            case CDeclaration.Define define -> {
                declare(SymbolKind.MACRO, define.name());
                define.value().ifPresent(value -> expressions.walk(value, constants));
            }
            case CDeclaration.Types types -> {
                specifier(types.type());
                attributes(types.attributes());
                types.declarators().forEach(
                        declarator -> declarator(declarator, types.typedef() ? SymbolKind.TYPEDEF : SymbolKind.MEMBER));
            }
        }
    }

    private void specifier(TypeSpecifier specifier) {
        switch (specifier) {
            case TypeSpecifier.Named named -> expressions.named(named.name(), named.span());
            case TypeSpecifier.TypeOf typeOf -> typeOf.type().ifPresent(type -> expressions.type(type, constants));
            case TypeSpecifier.Struct struct -> {
                struct.tag().ifPresent(tag -> tag(struct.keyword().word(), tag, struct.members().isPresent()));
                struct.members().ifPresent(members -> members.forEach(member -> {
                    specifier(member.type());
                    attributes(member.attributes());
                    member.declarators().forEach(declarator -> declarator(declarator, SymbolKind.MEMBER));
                }));
                attributes(struct.attributes());
            }
            case TypeSpecifier.EnumType type -> {
                type.tag().ifPresent(tag -> tag("enum", tag, type.constants().isPresent()));
                type.underlying().ifPresent(named -> expressions.named(named.name(), named.span()));
                type.constants().ifPresent(all -> all.forEach(constant -> {
                    declare(SymbolKind.ENUMERATOR, constant.name());
                    constant.value().ifPresent(value -> expressions.walk(value, constants));
                }));
            }
        }
    }

    private void declarator(Declarator declarator, SymbolKind kind) {
        declarator.name().ifPresent(name -> declare(kind, name));
        for (Derivation derivation : declarator.derivations()) {
            if (derivation instanceof Derivation.Array array) {
                array.length().ifPresent(length -> expressions.walk(length, constants));
            }
        }
        declarator.bitWidth().ifPresent(width -> expressions.walk(width, constants));
        attributes(declarator.attributes());
    }

    private void attributes(List<Attribute> attributes) {
        attributes.forEach(
                attribute -> attribute.argument().ifPresent(argument -> expressions.walk(argument, constants)));
    }

    private void needs(UringItem.Needs needs) {
        needs.allOf().forEach(oneOf -> oneOf.forEach(name -> RingFeature.named(name.text())
                .ifPresent(_ -> read(name, Symbol.builtin(SymbolKind.RING_FEATURE, name.text())))));
    }

    private void refine(UringItem.Refine refine) {
        String display = refine.keyword().word() + " " + refine.tag().text();
        names.tag(display).ifPresent(tag -> read(refine.tag(), tag));
        NameScope members = names.struct(display).<NameScope>map(struct -> structScope(struct)).orElse(constants);
        rules(refine.rules(), members);
    }

    private void rules(List<UringItem.Rule> rules, NameScope members) {
        for (UringItem.Rule rule : rules) {
            switch (rule) {
                case UringItem.Rule.Means means -> {
                    use(means.member(), members);
                    meaning(means.meaning(), members);
                }
                case UringItem.Rule.Limited limited -> {
                    use(limited.member(), members);
                    limit(limited.limit());
                }
                case UringItem.Rule.Bits bits -> {
                    use(bits.member(), members);
                    bits.ranges().forEach(range -> bitRange(range, members));
                }
                case UringItem.Rule.Value value -> {
                    declare(SymbolKind.VALUE, new Name(value.member().path(), value.member().span()));
                    expressions.walk(value.expression(), members);
                }
                case UringItem.Rule.Variant variant -> {
                    use(variant.member(), members);
                    variant.constants().ifPresent(tag -> tag("enum", tag, false));
                    variant.arms().forEach(arm -> {
                        arm.labels().forEach(label -> expressions.walk(label, constants));
                        rules(arm.rules(), members);
                    });
                }
                case UringItem.Rule.Chosen chosen -> use(chosen.member(), members);
                case UringItem.Rule.Over over -> {
                    tag(over.keyword().word(), over.tag(), false);
                    use(over.member(), members);
                }
            }
        }
    }

    private void bitRange(UringItem.BitRange range, NameScope members) {
        expressions.walk(range.low(), constants);
        range.high().ifPresent(high -> expressions.walk(high, constants));
        declare(SymbolKind.BITS, range.name());
        range.meaning().ifPresent(meaning -> meaning(meaning, members));
    }

    private void use(Expr.Name member, NameScope members) {
        members.use(NameScope.words(model.source(), member));
    }

    private NameScope structScope(Type.Struct struct) {
        return new NameScope.OfStruct(names, sink, struct);
    }

    private void command(UringItem.Command command) {
        declare(SymbolKind.COMMAND, command.name());
        command.numbers().forEach(number -> expressions.walk(number, constants));
        NameScope scope = new CommandScope(names, sink, command);
        for (UringItem.CommandPart part : command.parts()) {
            switch (part) {
                case UringItem.Payload payload -> {
                    tag(payload.keyword().word(), payload.tag(), false);
                    rules(payload.rules(), scope);
                }
                case UringItem.Pdu pdu -> tag(pdu.keyword().word(), pdu.tag(), false);
                case UringItem.Rules rules -> rules(rules.rules(), scope);
                case UringItem.Words words -> words.words().forEach(word -> word(word, words.cqe(), scope));
                case UringItem.Errors errors -> errors.errors().forEach(error -> errno(error.errno()));
                case UringItem.Check check -> expressions.walk(check.condition(), scope);
                case UringItem.Needs needs -> needs(needs);
                case UringItem.Match match -> match.mask().ifPresent(mask -> expressions.walk(mask, constants));
                case UringItem.On _,UringItem.Pending _ -> {
                    // no name
                }
            }
        }
    }

    /** What is sent names fields of its command, and constants. */
    private void send(UringItem.Send send) {
        for (UringItem item : model.file().items()) {
            if (item instanceof UringItem.Command command && command.name().text().equals(send.command().text())) {
                read(send.command(), names.declared(SymbolKind.COMMAND, command.name()));
                NameScope scope = new CommandScope(names, sink, command);
                for (UringItem.Assigned assigned : send.fields()) {
                    expressions.walk(assigned.field(), scope);
                    expressions.walk(assigned.value(), constants);
                }
                send.expect().ifPresent(condition -> expressions.walk(condition, scope));
                return;
            }
        }
    }

    private void word(UringItem.Word word, boolean cqe, NameScope scope) {
        String path = (cqe ? "cqe." : "sqe.") + word.field().text();
        if (word.as().isPresent()) {
            SqeWord.named(path).ifPresent(_ -> read(word.field(), Symbol.builtin(SymbolKind.SQE_WORD, path)));
            declare(SymbolKind.ALIAS, word.as().get());
        } else {
            declare(SymbolKind.SQE_FIELD, word.field());
        }
        word.meaning().ifPresent(meaning -> meaning(meaning, scope));
        word.limit().ifPresent(this::limit);
        word.bits().forEach(range -> bitRange(range, scope));
    }

    private void meaning(UringItem.Meaning meaning, NameScope members) {
        switch (meaning) {
            case UringItem.Meaning.OneOf(Name tag) -> enumOrConstant(tag);
            case UringItem.Meaning.FlagsOf(Name tag) -> enumOrConstant(tag);
            case UringItem.Meaning.ConstantsOf(boolean _, List<Name> listed) -> listed.stream()
                    .filter(name -> !name.text().endsWith("*")).forEach(this::enumOrConstant);
            case UringItem.Meaning.PointerTo pointer -> {
                pointer.target().ifPresent(target -> expressions.type(target, members));
                pointer.capture().flatMap(UringItem.Capture::bytes)
                        .ifPresent(bytes -> expressions.walk(bytes, constants));
            }
            case UringItem.Meaning.Count(Expr number) -> expressions.walk(number, members);
            case UringItem.Meaning.Word _,UringItem.Meaning.Time _ -> {
                // words of the language
            }
        }
    }

    private void limit(UringItem.Limit limit) {
        expressions.walk(limit.low(), constants);
        limit.high().ifPresent(high -> expressions.walk(high, constants));
    }

    private void errno(Name name) {
        if (Errno.ALL.stream().anyMatch(errno -> errno.name().equals(name.text()))) {
            read(name, Symbol.builtin(SymbolKind.ERRNO, name.text()));
        }
    }

    private void enumOrConstant(Name name) {
        if (names.tag("enum " + name.text()).isPresent()) {
            tag("enum", name, false);
        } else {
            expressions.walk(new Expr.Name(name.text(), name.span()), constants);
        }
    }

    private void tag(String keyword, Name tag, boolean declaration) {
        names.tag(keyword + " " + tag.text())
                .ifPresent(symbol -> sink.note(new Occurrence(tag.span(), symbol, declaration
                        ? Occurrence.Role.DECLARATION
                        : Occurrence.Role.READ)));
    }

    private void declare(SymbolKind kind, Name name) {
        sink.note(new Occurrence(name.span(), names.declared(kind, name), Occurrence.Role.DECLARATION));
    }

    private void read(Name name, Symbol symbol) {
        sink.note(new Occurrence(name.span(), symbol, Occurrence.Role.READ));
    }
}
