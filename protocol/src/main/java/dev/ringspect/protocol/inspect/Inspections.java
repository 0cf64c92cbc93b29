package dev.ringspect.protocol.inspect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.model.ProtocolModel;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.Severity;

/** All static inspections, listed, and how they are run. */
public final class Inspections {
    /** Every inspection, in the order of the catalogue. */
    public static final List<Inspection> ALL = List.of(new PayloadTooBigForSqe64(), new PayloadTooBigForSqe128(),
            new PduTooBig(), new ImplicitHole(), new ImplicitTailPadding(), new SizeNotMultipleOf8(),
            new I386LayoutDiffers(), new Ilp32LayoutDiffers(), new RawPointerMember(), new NonFixedWidthType(),
            new MisalignedMember(), new MissingReservedCheck(), new NoSpareSpace(), new CmdOpSizeMismatch(),
            new CmdOpDirectionMismatch(), new CmdOpCollision(), new SmallCmdOp(), new ArchDependentCmdOp(),
            new OverlapsCoreField(), new BufferFieldUse(), new ResultOver32Bits(), new NegativeSuccess(),
            new HardCodedCommandOffset(), new EndiannessUnstated(), new MissingSqe128Check(), new SqeReadTwice(),
            new SqeAfterQueue(),
            new DoneThenReturn(), new QueuedWithoutOwner(), new DoubleDone(), new HardCodedIssueFlags(),
            new RestartCodes(), new PduCastUnchecked(), new RustCmdDataTooBig(),
            new RustPduTooBig(),
            new RustQueuedDropped(), new RustReservedResult(), new RustDoubleCmdData(), new RustReprMissing(),
            new RustInvalidBitPatterns(), new RustPaddingAsBytes(),
            new RustLayoutVersusC(), new RustTaskWorkFlags(), new DuplicateCommandNumber(), new OverlappingDevices(),
            new CheckNeverFails(),
            new CheckNeverPasses(), new UnusedImport(), new UnresolvedName(), new UnresolvedImport());

    private Inspections() {}

    /** The rules of all inspections, those about remarks included. */
    public static List<Rule> rules() {
        List<Rule> rules = new ArrayList<>(ALL.stream().map(Inspection::rule).toList());
        rules.addAll(Suppression.RULES);
        return List.copyOf(rules);
    }

    /** What all inspections find in a protocol file alone, by place, with their usual severities. */
    public static List<Finding> of(ProtocolModel model) {
        return of(CheckedSet.of(model), InspectionSettings.DEFAULT);
    }

    /**
     * What all inspections find, by place. What a remark suppresses is left out; a remark that suppresses nothing is
     * itself found.
     */
    public static List<Finding> of(CheckedSet set, InspectionSettings settings) {
        List<Finding> all = new ArrayList<>();
        for (Inspection inspection : ALL) {
            if (settings.reports(inspection.rule().id())) {
                inspection.inspect(set, all::add);
            }
        }
        Suppression suppression = new Suppression(set, settings);
        List<Finding> kept = new ArrayList<>();
        for (Finding finding : suppression.apply(all)) {
            Optional<Severity> level = settings.levelOf(finding.id(), finding.severity());
            level.ifPresent(severity -> kept.add(finding.as(severity).with(suppression.fixes(finding))));
        }
        kept.sort(Comparator.comparing((Finding finding) -> finding.where().map(Location::source).orElse(""))
                .thenComparingInt(finding -> finding.where().map(where -> where.span().start()).orElse(0))
                .thenComparing(Finding::id));
        return List.copyOf(kept);
    }
}
