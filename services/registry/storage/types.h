// SPDX-License-Identifier: Apache-2.0
// The resource types that the registry owns.
#ifndef PALIER_REGISTRY_STORAGE_TYPES_H_
#define PALIER_REGISTRY_STORAGE_TYPES_H_

#include <vector>

#include "common/resource/type.h"

namespace palier::registry {

// Made once; immutable.
struct Types {
  Types();
  resource::Type organization;
  resource::Type settings;
  resource::Type person;
  resource::Type department;
  resource::Type team;
  resource::Type role_binding;
  resource::Type project;
  resource::Type entry;
  resource::Type evidence;
  resource::Type seal;
  resource::Type production_plan;
  resource::Type business_case;
  resource::Type decision;
  resource::Type committee;
  resource::Type standard;
  resource::Type authorisation_rule;
  resource::Type waiver;
  resource::Type tool_audit;
  resource::Type inventory_campaign;
  resource::Type application;
  resource::Type ai_function;
  resource::Type vendor;
  resource::Type data_source;
  resource::Type process;
  resource::Type synergy;
  resource::Type objective;
  resource::Type friction;
  resource::Type notice;
  resource::Type idea;
  resource::Type saved_filter;

  std::vector<const resource::Type*> all() const {
    return {&organization,
            &settings,
            &person,
            &department,
            &team,
            &role_binding,
            &project,
            &entry,
            &evidence,
            &seal,
            &production_plan,
            &business_case,
            &decision,
            &committee,
            &standard,
            &authorisation_rule,
            &waiver,
            &tool_audit,
            &inventory_campaign,
            &application,
            &ai_function,
            &vendor,
            &data_source,
            &process,
            &synergy,
            &objective,
            &friction,
            &notice,
            &idea,
            &saved_filter};
  }
};

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_STORAGE_TYPES_H_
