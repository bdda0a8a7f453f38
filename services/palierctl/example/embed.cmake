# SPDX-License-Identifier: Apache-2.0
# Writes the files of the folder FROM into the C++ source OUT: cmake -DFROM=dir -DOUT=file.cc -P embed.cmake
file(GLOB files RELATIVE ${FROM} ${FROM}/*.json)
list(SORT files)
set(source "// Made from deploy/example; change it there.\n#include \"palierctl/example/data.h\"\n\n")
string(APPEND source "namespace palier::ctl {\n\nconst std::vector<ExampleFile>& ExampleFiles() {\n")
string(APPEND source "  static const auto* files = new std::vector<ExampleFile>{\n")
foreach(file ${files})
  file(READ ${FROM}/${file} text)
  string(APPEND source "      {\"${file}\", R\"palier(${text})palier\"},\n")
endforeach()
string(APPEND source "  };\n  return *files;\n}\n\n}  // namespace palier::ctl\n")
file(WRITE ${OUT} "${source}")
