# SPDX-License-Identifier: MIT
#
# Programs that are put into a machine, where there is no shared library of ours.

# llguard_guest_program(name sources...): static, and with no debug information,
# as each is copied into a machine.
function(llguard_guest_program name)
	llguard_program(kernels_${name} ${ARGN})
	target_link_options(kernels_${name} PRIVATE -static -s)
endfunction()

llguard_guest_program(deprive ${CMAKE_CURRENT_LIST_DIR}/deprive.c)
llguard_guest_program(denials ${CMAKE_CURRENT_LIST_DIR}/denials.c
	${CMAKE_CURRENT_LIST_DIR}/denials_files.c
	${CMAKE_CURRENT_LIST_DIR}/denials_sockets.c
	${CMAKE_CURRENT_LIST_DIR}/denials_tasks.c
	${CMAKE_CURRENT_LIST_DIR}/denials_domains.c)
llguard_guest_program(nested ${CMAKE_CURRENT_LIST_DIR}/nested.c)
llguard_guest_program(records ${CMAKE_CURRENT_LIST_DIR}/records.c)

# llguard_guest_copy(name target define...): a program of ours once more, static.
function(llguard_guest_copy name target)
	if(NOT TARGET ${target})
		return()
	endif()
	get_target_property(sources ${target} SOURCES)
	get_target_property(folder ${target} SOURCE_DIR)
	list(TRANSFORM sources PREPEND ${folder}/)
	llguard_guest_program(${name} ${sources})
	target_compile_definitions(kernels_${name} PRIVATE ${ARGN})
endfunction()

llguard_guest_copy(htdocs htdocs _FILE_OFFSET_BITS=64)
llguard_guest_copy(landlock-guard landlock-guard-program)
llguard_guest_copy(watch watch _GNU_SOURCE)
