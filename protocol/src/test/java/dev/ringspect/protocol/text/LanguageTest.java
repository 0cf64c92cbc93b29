package dev.ringspect.protocol.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

class LanguageTest {
    @Test
    void aNameTellsTheLanguage() {
        assertThat(List.of("a.h", "/x/a.c", "file:///x/a.hpp", "a.hh", "a.hxx", "a.h++", "a.cpp", "a.cc", "a.cxx",
                "a.c++", "A.HPP", "A.C", "a.uring.h")).allMatch(Language.C::isOf);
        assertThat(List.of("a.uring", "A.Uring", "file:///c.d/a.uring")).allMatch(Language.URING::isOf);
        assertThat(List.of("a.rs", "a.RS")).allMatch(Language.RUST::isOf);
        assertThat(List.of("a", "a.o", "a.btf", "h", "x.c/a", "vmlinux", "", "a.")).allMatch(
                name -> Language.of(name).isEmpty());
    }

    @Test
    void whatOthersIncludeIsAHeader() {
        assertThat(Language.C.endings()).filteredOn(ending -> Language.isHeader("a." + ending))
                .containsExactly("h", "hpp", "hh", "hxx", "h++");
        assertThat(List.of("A.HPP", "x.c/a.h")).allMatch(Language::isHeader);
        assertThat(List.of("a.uring", "h", "a.hrs", "a.rs", "")).noneMatch(Language::isHeader);
    }
}
