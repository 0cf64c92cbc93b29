package dev.ringspect.protocol.inspect.command;

import java.util.List;

import dev.ringspect.protocol.inspect.subject.Inspection;

/** The inspections of commands' numbers, payloads, SQE words and results. */
public final class CommandInspections {
    /** All of them. */
    public static final List<Inspection> ALL = List.of(new PayloadTooBigForSqe64(), new PayloadTooBigForSqe128(),
            new CmdOpSizeMismatch(), new CmdOpDirectionMismatch(), new CmdOpCollision(), new SmallCmdOp(),
            new ArchDependentCmdOp(), new OverlapsCoreField(), new BufferFieldUse(), new ResultOver32Bits(),
            new NegativeSuccess(), new DuplicateCommandNumber());

    private CommandInspections() {}
}
