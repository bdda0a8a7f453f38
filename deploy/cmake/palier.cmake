# SPDX-License-Identifier: Apache-2.0
# The four ways a target is declared in this tree.

set(PALIER_WARNINGS -Wall -Wextra -Werror -Wno-unused-parameter -Wno-missing-field-initializers
    -Wno-maybe-uninitialized)  # g++ 12 sees ghosts in std::variant
if(PALIER_FUZZ)
  set(PALIER_WARNINGS -w)  # g++ is the compiler whose warnings count
endif()

# Under ThreadSanitizer the locks of Debian's Abseil must be announced; see tests/tsan_sync.cc, whose names these are.
set(PALIER_SYNC)
if(PALIER_SANITIZE STREQUAL "thread")
  set(PALIER_SYNC tsan_sync)
  add_library(tsan_sync OBJECT ${PROJECT_SOURCE_DIR}/tests/tsan_sync.cc)
  target_link_libraries(tsan_sync PUBLIC absl::synchronization absl::time)
  foreach(symbol
      _ZN4absl7debian35Mutex4LockEv _ZN4absl7debian35Mutex10ReaderLockEv _ZN4absl7debian35Mutex6UnlockEv
      _ZN4absl7debian35Mutex12ReaderUnlockEv _ZN4absl7debian35Mutex7TryLockEv
      _ZN4absl7debian35Mutex5AwaitERKNS0_9ConditionE _ZN4absl7debian35Mutex8LockWhenERKNS0_9ConditionE
      _ZN4absl7debian35Mutex16AwaitWithTimeoutERKNS0_9ConditionENS0_8DurationE
      _ZN4absl7debian35Mutex17AwaitWithDeadlineERKNS0_9ConditionENS0_4TimeE
      _ZN4absl7debian312Notification6NotifyEv _ZNK4absl7debian312Notification19WaitForNotificationEv)
    target_link_options(tsan_sync PUBLIC -Wl,--wrap=${symbol})
  endforeach()
endif()

# palier_library(NAME [SOURCES x.cc ...] [DEPS target ...]): a library of ours; headers are found from services/.
function(palier_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS" ${ARGN})
  if(ARG_SOURCES)
    add_library(${name} STATIC ${ARG_SOURCES})
    target_compile_options(${name} PRIVATE ${PALIER_WARNINGS})
    target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR}/services)
    target_link_libraries(${name} PUBLIC ${ARG_DEPS})
  else()
    add_library(${name} INTERFACE)
    target_include_directories(${name} INTERFACE ${PROJECT_SOURCE_DIR}/services)
    target_link_libraries(${name} INTERFACE ${ARG_DEPS})
  endif()
endfunction()

# palier_binary(NAME SOURCES x.cc ... DEPS target ...)
function(palier_binary name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_compile_options(${name} PRIVATE ${PALIER_WARNINGS})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/services)
  target_link_libraries(${name} PRIVATE ${ARG_DEPS} ${PALIER_SYNC})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
endfunction()

# palier_test(NAME SOURCES x_test.cc ... DEPS target ... [LABELS unit|scenario|golden|slow] [TIMEOUT seconds]):
# one ctest entry for one GoogleTest program.
function(palier_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;DEPS;LABELS" ${ARGN})
  if(NOT ARG_LABELS)
    set(ARG_LABELS unit)
  endif()
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  add_executable(${name} ${ARG_SOURCES})
  target_compile_options(${name} PRIVATE ${PALIER_WARNINGS})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/services ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE ${ARG_DEPS} ${PALIER_SYNC} GTest::gmock GTest::gtest_main)
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT ${ARG_TIMEOUT}
    SKIP_REGULAR_EXPRESSION "PALIER_SKIPPED_WHOLE"
    ENVIRONMENT "PALIER_SOURCE_DIR=${PROJECT_SOURCE_DIR};PALIER_BIN_DIR=${PROJECT_BINARY_DIR}/bin")
endfunction()

# palier_proto(NAME ROOT dir PROTOS a/b.proto ... DEPS target ...): a library of generated messages (no stubs: common/rpc needs none).
function(palier_proto name)
  cmake_parse_arguments(ARG "" "ROOT" "PROTOS;DEPS;IMPORTS" ${ARGN})
  set(out ${PROJECT_BINARY_DIR}/gen)
  file(MAKE_DIRECTORY ${out})
  set(generated)
  foreach(proto ${ARG_PROTOS})
    string(REGEX REPLACE "\\.proto$" "" stem ${proto})
    list(APPEND generated ${out}/${stem}.pb.cc)
    add_custom_command(
      OUTPUT ${out}/${stem}.pb.cc ${out}/${stem}.pb.h
      COMMAND protobuf::protoc -I${ARG_ROOT} -I${PROJECT_SOURCE_DIR}/proto -I${PALIER_GOOGLE_PROTOS} --cpp_out=${out} ${proto}
      DEPENDS ${ARG_ROOT}/${proto}
      COMMENT "protoc ${proto}" VERBATIM)
  endforeach()
  add_library(${name} STATIC ${generated})
  target_include_directories(${name} SYSTEM PUBLIC ${out})
  target_link_libraries(${name} PUBLIC ${ARG_DEPS} protobuf::libprotobuf Threads::Threads)
endfunction()
