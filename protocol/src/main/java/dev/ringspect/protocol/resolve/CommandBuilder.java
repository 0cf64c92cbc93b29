package dev.ringspect.protocol.resolve;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.expr.Expression;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.Check;
import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.model.Declared;
import dev.ringspect.protocol.model.Device;
import dev.ringspect.protocol.model.ErrnoText;
import dev.ringspect.protocol.model.FieldMeaning;
import dev.ringspect.protocol.model.FieldPath;
import dev.ringspect.protocol.model.Glob;
import dev.ringspect.protocol.model.MemberPaths;
import dev.ringspect.protocol.model.NodePattern;
import dev.ringspect.protocol.model.Refinement;
import dev.ringspect.protocol.model.RingFeature;
import dev.ringspect.protocol.model.RingNeeds;
import dev.ringspect.protocol.model.SqeField;
import dev.ringspect.protocol.model.SqeWord;
import dev.ringspect.protocol.resolve.rule.CheckNames;
import dev.ringspect.protocol.resolve.rule.FieldNames;
import dev.ringspect.protocol.resolve.rule.RefineBuilder;
import dev.ringspect.protocol.resolve.type.DeclarationIndex;
import dev.ringspect.protocol.resolve.type.Types;
import dev.ringspect.protocol.syntax.c.Name;
import dev.ringspect.protocol.syntax.uring.UringItem;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.text.Spelling;
import dev.ringspect.protocol.uapi.Errno;
import dev.ringspect.protocol.uapi.Filesystems;
import dev.ringspect.protocol.uapi.KernelRelease;

/** Resolves commands, devices, needs and refinements of one file. */
final class CommandBuilder {
    private final SourceText source;
    private final Types types;
    private final List<Problem> problems;
    private final DeclarationIndex index;
    private final RefineBuilder refinements;

    CommandBuilder(SourceText source, Types types, List<Problem> problems, DeclarationIndex index,
            RefineBuilder refinements) {
        this.refinements = refinements;
        this.source = source;
        this.types = types;
        this.problems = problems;
        this.index = index;
    }

    List<Device> devices(UringItem.On on) {
        List<Device> devices = new ArrayList<>();
        switch (on.kind()) {
            case "socket" -> devices.add(new Device.Socket());
            case "block" -> devices.add(new Device.Block());
            case "device" -> nodes(Device.NodeKind.ANY, on, devices);
            case "character device" -> nodes(Device.NodeKind.CHARACTER, on, devices);
            case "block device" -> nodes(Device.NodeKind.BLOCK, on, devices);
            case "file" -> on.names().forEach(name -> named(name, devices));
            case "simulated" -> on.names().forEach(name -> devices.add(new Device.Simulated(name.text())));
            default -> on.names().forEach(name -> filesystem(name, devices));
        }
        on.or().forEach(other -> devices.addAll(devices(other)));
        return devices;
    }

    private void nodes(Device.NodeKind kind, UringItem.On on, List<Device> devices) {
        for (UringItem.Quoted name : on.names()) {
            NodePattern.whyNever(name.text())
                    .ifPresent(why -> problems.add(new Problem(name.span(), Severity.ERROR, why)));
            devices.add(new Device.Node(kind, new Glob(name.text())));
        }
    }

    /** A pattern that looks like a node's path is one: a node is never matched by the name of a file. */
    private void named(UringItem.Quoted name, List<Device> devices) {
        if (name.text().contains("/")) {
            problems.add(new Problem(name.span(), Severity.ERROR, name.text().startsWith("/dev/")
                    ? "a device node is named by its path: on device \"" + name.text() + "\""
                    : "nothing matches this: of a file's path the kernel tells the last name, \""
                            + name.text().substring(name.text().lastIndexOf('/') + 1) + "\""));
        }
        devices.add(new Device.Named(new Glob(name.text())));
    }

    private void filesystem(UringItem.Quoted name, List<Device> devices) {
        OptionalLong magic = Device.Filesystem.magicOf(name.text());
        if (magic.isEmpty()) {
            problems.add(Problem.unresolved(name.span(),
                    "no filesystem called '" + name.text() + "' is known, so its files cannot be told"
                            + Spelling.hint(name.text(), Filesystems.MAGIC.keySet())));
        } else {
            devices.add(new Device.Filesystem(name.text(), magic.getAsLong()));
        }
    }

    RingNeeds needs(UringItem.Needs needs) {
        List<List<RingFeature>> allOf = new ArrayList<>();
        for (List<Name> alternatives : needs.allOf()) {
            List<RingFeature> oneOf = new ArrayList<>();
            for (Name name : alternatives) {
                RingFeature.named(name.text()).ifPresentOrElse(oneOf::add,
                        () -> problems.add(Problem.unresolved(name.span(),
                                "'" + name.text() + "' is no ring feature"
                                        + Spelling.hint(name.text(), RingFeature.words()) + "; these are: "
                                        + Spelling.list(RingFeature.words()))));
            }
            if (!oneOf.isEmpty()) {
                allOf.add(oneOf);
            }
        }
        return new RingNeeds(allOf);
    }

    /** The bits of a cmd_op that a {@code match} says the driver looks at. */
    long mask(UringItem.Match match) {
        if (match.mask().isEmpty()) {
            return Command.EVERY_BIT;
        }
        OptionalLong mask = types.constants().evaluate(match.mask().get());
        if (mask.isPresent() && (mask.getAsLong() & Command.EVERY_BIT) == 0) {
            problem(match.mask().get().span(), "no bit of cmd_op is left; every number would be every command");
            return Command.EVERY_BIT;
        }
        return mask.orElse(Command.EVERY_BIT) & Command.EVERY_BIT;
    }

    Command command(UringItem.Command item, String protocol, RingNeeds common, long commonMask) {
        Parts parts = new Parts(protocol, item.name().text(), common, commonMask);
        item.parts().forEach(parts::add);
        parts.refine();
        parts.words();
        List<Command.CmdOp> numbers = new ArrayList<>();
        item.numbers().forEach(number -> number(number).ifPresent(numbers::add));
        parts.compileChecks();
        Command command = new Command(protocol, item.name().text(), source.at(item.name().span()), numbers,
                parts.mask, item.since().flatMap(this::since), parts.payload, parts.pdu, parts.refinement, parts.sqe,
                parts.cqe, parts.errors,
                parts.checks,
                parts.pending, parts.needs, parts.on);
        index.add(new Declared.OfCommand(command, item.name().span()));
        return command;
    }

    private Optional<Command.CmdOp> number(Expr expression) {
        if (expression instanceof Expr.Text) {
            problem(expression.span(), "a command's number is a number or a constant, not a string");
            return Optional.empty();
        }
        OptionalLong value = types.constants().evaluate(expression);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (value.getAsLong() < Integer.MIN_VALUE || value.getAsLong() > 0xFFFF_FFFFL) {
            problem(expression.span(), "a cmd_op has 32 bits; this is 0x" + Long.toHexString(value.getAsLong()));
            return Optional.empty();
        }
        return Optional.of(new Command.CmdOp(value.getAsLong() & 0xFFFF_FFFFL, source.slice(expression.span()),
                source.at(expression.span())));
    }

    private Optional<KernelRelease> since(Name written) {
        Optional<KernelRelease> release = KernelRelease.parse(written.text());
        if (release.isEmpty()) {
            problem(written.span(), "expected a kernel release such as 6.7 after since");
        }
        return release;
    }

    private void problem(Span span, String message) {
        problems.add(new Problem(span, Severity.ERROR, message));
    }

    /** What the parts of one command come to. */
    private final class Parts {
        private final String protocol;
        private final String name;
        private final List<UringItem.Check> written = new ArrayList<>();
        private Optional<Type.Struct> payload = Optional.empty();
        private Optional<Type.Struct> pdu = Optional.empty();
        private Refinement refinement = Refinement.NONE;
        private final List<UringItem.Rule> rules = new ArrayList<>();
        private final List<UringItem.Words> words = new ArrayList<>();
        private final Set<String> wordNames = new HashSet<>();
        private final Set<String> bitNames = new HashSet<>();
        private final List<SqeField> sqe = new ArrayList<>();
        private final List<SqeField> cqe = new ArrayList<>();
        private final List<ErrnoText> errors = new ArrayList<>();
        private final List<Check> checks = new ArrayList<>();
        private final List<Device> on = new ArrayList<>();
        private RingNeeds needs;
        private boolean pending;
        private long mask;

        Parts(String protocol, String name, RingNeeds common, long commonMask) {
            this.mask = commonMask;
            this.protocol = protocol;
            this.name = name;
            this.needs = common;
        }

        void add(UringItem.CommandPart part) {
            switch (part) {
                case UringItem.On item -> on.addAll(devices(item));
                case UringItem.Needs item -> needs = needs.and(needs(item));
                case UringItem.Match item -> mask = mask(item);
                case UringItem.Payload item -> payload(item);
                case UringItem.Pdu item -> pdu(item);
                case UringItem.Rules item -> rules.addAll(item.rules());
                case UringItem.Words item -> words.add(item);
                case UringItem.Errors item -> item.errors().forEach(this::error);
                case UringItem.Check item -> written.add(item);
                case UringItem.Pending _ -> pending = true;
            }
        }

        private void payload(UringItem.Payload item) {
            if (payload.isPresent()) {
                problem(item.span(), "the command has a payload already");
                return;
            }
            payload = struct(item.keyword(), item.tag());
            payload.ifPresent(struct -> {
                members(struct, "", item.tag());
                rules.addAll(item.rules());
            });
        }

        private void pdu(UringItem.Pdu item) {
            if (pdu.isPresent()) {
                problem(item.span(), "the command has a pdu already");
                return;
            }
            pdu = struct(item.keyword(), item.tag());
            pdu.ifPresent(struct -> {
                members(struct, "pdu.", item.tag());
                refinements.namesBeside(struct, Refinement.NONE)
                        .forEach((path, beside) -> index.add(new FieldPath(protocol, name, "pdu." + path),
                                beside.where()));
            });
        }

        private Optional<Type.Struct> struct(Type.Keyword keyword, Name tag) {
            Optional<Type> type = types.named(keyword.word() + " " + tag.text());
            if (type.isPresent() && type.get() instanceof Type.Struct struct) {
                index.add(new Declared.OfStruct(struct, tag.span()));
                return Optional.of(struct);
            }
            problems.add(types.missing(keyword.word(), tag));
            return Optional.empty();
        }

        /** A member that comes from no text, such as from BTF, stands where its struct is named. */
        private void members(Type.Struct struct, String qualifier, Name tag) {
            Location here = source.at(tag.span());
            MemberPaths.of(struct, true).forEach(at -> index.add(
                    new FieldPath(protocol, name, qualifier + at.path()), at.member().where().orElse(here)));
        }

        /** Resolves what the command says about its payload, once that is known. */
        void refine() {
            if (payload.isEmpty()) {
                rules.stream().limit(1).forEach(
                        rule -> problem(rule.member().span(), "the command has no payload that this could be about"));
                return;
            }
            refinement = refinements.ofPayload(payload.get(), rules);
            refinements.namesBeside(payload.get(), refinement)
                    .forEach((path, beside) -> index.add(new FieldPath(protocol, name, path), beside.where()));
        }

        /** Resolves the words of the SQE and CQE once the payload is known, whose members they may name. */
        void words() {
            words.forEach(item -> item.words().forEach(word -> word(word, item.cqe())));
        }

        private void word(UringItem.Word item, boolean inCqe) {
            String qualifier = inCqe ? "cqe." : "sqe.";
            String field = item.field().text();
            if (SqeWord.named(qualifier + field).isEmpty()) {
                problems.add(Problem.unresolved(item.field().span(),
                        "'" + field + "' is no field of the " + (inCqe ? "CQE" : "SQE")
                                + Spelling.hint(field, SqeWord.names(qualifier)) + "; these are: "
                                + String.join(", ", SqeWord.names(qualifier))));
                return;
            }
            String called = item.as().map(Name::text).orElse(field);
            List<FieldMeaning> meanings = new ArrayList<>();
            List<MemberPaths.At> beside = payload.map(struct -> MemberPaths.of(struct, false)).orElse(List.of());
            if (!wordNames.add(called) && bitNames.contains(called)) {
                problem(item.as().orElse(item.field()).span(), "the command has bits called '" + called
                        + "' already; give one of both another name with 'as'");
            }
            item.meaning().flatMap(meaning -> refinements.meanings().meaning(meaning, beside, wordNames))
                    .ifPresent(meanings::add);
            item.limit().flatMap(refinements.meanings()::limit).ifPresent(meanings::add);
            if (!item.bits().isEmpty()) {
                int width = SqeWord.named(qualifier + field).orElseThrow().bytes() * 8;
                FieldMeaning.Bits bits = refinements.bits().of(called, width, item.bits(), this::isNew, beside);
                bits.ranges().forEach(range -> index.add(new FieldPath(protocol, name, qualifier + range.name()),
                        range.where()));
                meanings.add(bits);
            }
            Location where = source.at(item.field().span());
            SqeField word = new SqeField(field, called, meanings, where);
            (inCqe ? cqe : sqe).add(word);
            FieldPath path = new FieldPath(protocol, name, qualifier + field);
            index.add(path, where);
            index.add(new Declared.OfSqeField(word, path, item.field().span()));
        }

        /** Bits of a word go by their bare name, as members of the payload do. */
        private boolean isNew(Name bits) {
            boolean member = payload.isPresent()
                    && refinements.namesOf(payload.get(), refinement).numbers().contains(bits.text());
            if (member || !wordNames.add(bits.text())) {
                problem(bits.span(), "the command has a '" + bits.text() + "' already"
                        + (member ? ", in its payload" : ""));
                return false;
            }
            bitNames.add(bits.text());
            return true;
        }

        private void error(UringItem.ErrorText item) {
            Optional<Errno> errno = Errno.named(item.errno().text());
            if (errno.isEmpty()) {
                problems.add(
                        Problem.unresolved(item.errno().span(), "'" + item.errno().text() + "' is no errno of Linux"
                                + Spelling.hint(item.errno().text(), Errno.ALL.stream().map(Errno::name).toList())));
                return;
            }
            errors.add(new ErrnoText(item.errno().text(), errno.get().number(), item.text().text(),
                    source.at(item.errno().span())));
        }

        /** Names are checked when all fields are known; whoever evaluates a check binds them again. */
        void compileChecks() {
            Set<String> known = new HashSet<>();
            sqe.forEach(field -> field.names("sqe.").forEach(known::add));
            cqe.forEach(field -> field.names("cqe.").forEach(known::add));
            FieldNames fields = FieldNames.of(known);
            if (payload.isPresent()) {
                fields = fields.with(refinements.namesOf(payload.get(), refinement));
            }
            if (pdu.isPresent()) {
                fields = fields.with(refinements.namesOf(pdu.get(), Refinement.NONE).qualified("pdu."));
            }
            CheckNames names = new CheckNames(fields, types);
            for (UringItem.Check check : written) {
                if (check.condition() instanceof Expr.Text(String _, Span span)) {
                    problem(span,
                            "expected a condition such as 'len != 0' before the text that says what its failure means");
                    continue;
                }
                Expression.Compiled compiled = Expression.compile(check.condition(), names);
                problems.addAll(compiled.problems());
                if (compiled.expression().isPresent()) {
                    String text = check.text().map(UringItem.Quoted::text)
                            .orElseGet(() -> source.slice(check.condition().span()));
                    checks.add(new Check(check.condition(), check.severity(), text,
                            source.at(check.condition().span())));
                }
            }
        }
    }
}
