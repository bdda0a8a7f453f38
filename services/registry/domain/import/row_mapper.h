// SPDX-License-Identifier: Apache-2.0
// One row of a register becomes one draft.
#ifndef PALIER_REGISTRY_DOMAIN_IMPORT_ROW_MAPPER_H_
#define PALIER_REGISTRY_DOMAIN_IMPORT_ROW_MAPPER_H_

#include <map>
#include <optional>
#include <string>

#include "common/mapping/date.h"
#include "registry/domain/import/columns.h"
#include "registry/domain/import/draft.h"
#include "registry/domain/import/source_rows.h"

namespace palier::registry {

// Maps rows under one column plan. Immutable after construction, thread-safe. The profile must
// outlive it.
class RowMapper {
 public:
  RowMapper(const Profile& profile, ColumnPlan plan, mapping::Date as_of);

  const ColumnPlan& plan() const { return plan_; }

  // Why the row cannot become a project, if so: it has no name, or more values than columns, so
  // that nobody knows which value belongs where.
  std::optional<Finding> Objection(const SourceRow& row) const;

  // The draft of a row without objection. external_id is the register's own or empty; doubtful and
  // the owner's common spelling need all records and are not set here.
  ProjectDraft Map(const SourceRow& row) const;

 private:
  const StageRule* FindStage(const std::string& raw) const;
  void MapColumns(const SourceRow& row, ProjectDraft& draft) const;
  void MapStage(ProjectDraft& draft) const;
  void CheckIdentity(ProjectDraft& draft) const;
  void CheckDateOrder(ProjectDraft& draft) const;

  const Profile& profile_;
  const ColumnPlan plan_;
  const mapping::Date as_of_;
  bool has_id_ = false;
  std::string stage_header_;
  std::string owner_header_;
  std::map<std::string, const StageRule*> stages_;
};

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_DOMAIN_IMPORT_ROW_MAPPER_H_
