package dev.ringspect.protocol.decode;

import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.layout.Endian;
import dev.ringspect.protocol.model.FieldMeaning;
import dev.ringspect.protocol.model.SqeField;
import dev.ringspect.protocol.model.SqeWord;
import dev.ringspect.protocol.text.Location;

/** Words of the SQE and CQE as fields, and their bits. */
final class WordFields {
    private WordFields() {}

    /** Adds a word that a command speaks of, and its bits after it. */
    static void add(SqeField use, String qualifier, Field.Area area, List<Field> fields) {
        SqeWord word = SqeWord.named(qualifier + use.field()).orElseThrow();
        fields.add(of(word, fields.size(), area, use.name(), use.meanings(), Optional.of(use.where())));
        for (FieldMeaning.BitRange range : use.bits()) {
            fields.add(new Field(fields.size(), qualifier + range.name(), range.name(), word.type(), area,
                    word.offset(), range.low(), range.width(), 1, false, false, range.width() > 32, Endian.HOST,
                    range.meanings(), Optional.of(range.where()), Optional.empty(), Optional.empty()));
        }
    }

    /** The word of the SQE with this qualified name, whether the command speaks of it or not. */
    static Optional<Field> ofSqe(String path) {
        return SqeWord.named(path).map(word -> of(word, 0, Field.Area.SQE, path, List.of(), Optional.empty()));
    }

    /** A word of the SQE or CQE as a field. */
    static Field of(SqeWord word, int index, Field.Area area, String label, List<FieldMeaning> meanings,
            Optional<Location> where) {
        return new Field(index, word.path(), label, word.type(), area, word.offset(), 0, word.bytes() * 8, 1, false,
                word.signed(), word.bytes() == 8 && !word.signed(),
                FieldCompiler.endian(word.type().bare(), meanings), meanings, where, Optional.empty(),
                Optional.empty());
    }
}
