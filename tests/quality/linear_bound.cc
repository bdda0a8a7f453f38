// SPDX-License-Identifier: Apache-2.0
#include "tests/quality/linear_bound.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "rollout/schedule/windows.h"

namespace palier::quality {
namespace {

using schedule::Model;
using schedule::Values;

// One row: sum of coefficient * y <= right, with what is constant already moved to the right.
class Rows {
 public:
  Rows(const Model& model, const Values& values)
      : model_(model), values_(values), windows_(schedule::WindowsOf(model)) {}

  void Build() {
    AddMonotony();
    AddResources();
    AddGrowths();
    AddBudget();
    AddArcs();
  }

  // Free MPS, minimising the negated value; the constant part of the value is `constant()`.
  void Write(std::ostream& out) {
    std::map<Column, double> objective;
    for (size_t i = 0; i < values_.size(); ++i) {
      for (int t = windows_.earliest[i]; t <= windows_.latest[i]; ++t) {
        const double here = At(values_[i], t);
        Term(i, t, here, objective, constant_);
        Term(i, t - 1, -here, objective, constant_);
      }
    }
    out << "NAME PALIER FREE\nROWS\n N VALUE\n";
    for (size_t row = 0; row < right_.size(); ++row) out << " L R" << row << "\n";
    out << "COLUMNS\n";
    for (const auto& [column, coefficient] : objective) {
      columns_[column].push_back({-1, -coefficient});
    }
    for (const auto& [column, entries] : columns_) {
      for (const auto& [row, coefficient] : entries) {
        out << " Y" << column.first << "_" << column.second << " "
            << (row < 0 ? std::string("VALUE") : absl::StrCat("R", row)) << " " << coefficient
            << "\n";
      }
    }
    out << "RHS\n";
    for (size_t row = 0; row < right_.size(); ++row) {
      if (right_[row] != 0) out << " RHS R" << row << " " << right_[row] << "\n";
    }
    out << "BOUNDS\n";
    for (const auto& [column, entries] : columns_) {
      out << " UP BND Y" << column.first << "_" << column.second << " 1\n";
    }
    out << "ENDATA\n";
  }
  double constant() const { return constant_; }

 private:
  using Column = std::pair<size_t, int>;
  using Terms = std::map<Column, double>;

  static double At(const std::vector<int64_t>& values, int start) {
    return values.empty() ? 0
                          : static_cast<double>(
                                values[std::min(static_cast<size_t>(start), values.size() - 1)]);
  }

  // Adds coefficient * y(i, t), which is 0 before the earliest start and 1 from the latest one on;
  // on a closed period it is what it was before.
  void Term(size_t i, int t, double coefficient, Terms& terms, double& constant) const {
    if (!model_.closed_starts.empty()) {
      const std::vector<int>& closed = model_.closed_starts[i];
      while (t >= windows_.earliest[i] && std::binary_search(closed.begin(), closed.end(), t)) --t;
    }
    if (t < windows_.earliest[i]) return;
    if (t >= windows_.latest[i]) {
      constant += coefficient;
    } else {
      terms[{i, t}] += coefficient;
    }
  }
  void AddRow(const Terms& terms, double right) {
    bool any = false;
    for (const auto& [column, coefficient] : terms) any |= coefficient != 0;
    if (!any) return;
    for (const auto& [column, coefficient] : terms) {
      if (coefficient != 0) {
        columns_[column].push_back({static_cast<int>(right_.size()), coefficient});
      }
    }
    right_.push_back(right);
  }

  void AddMonotony() {
    for (size_t i = 0; i < model_.activities.size(); ++i) {
      for (int t = windows_.earliest[i] + 1; t < windows_.latest[i]; ++t) {
        Terms terms;
        double constant = 0;
        Term(i, t - 1, 1, terms, constant);
        Term(i, t, -1, terms, constant);
        AddRow(terms, -constant);
      }
    }
  }
  void AddResources() {
    struct User {
      size_t activity;
      schedule::Demand demand;
    };
    std::vector<std::vector<User>> users(model_.resources.size());
    std::vector<std::vector<std::pair<size_t, schedule::Supply>>> suppliers(users.size());
    for (size_t i = 0; i < model_.activities.size(); ++i) {
      for (const auto& demand : model_.activities[i].demands) {
        users[demand.resource].push_back({i, demand});
      }
      for (const auto& supply : model_.activities[i].supplies) {
        suppliers[supply.resource].push_back({i, supply});
      }
    }
    for (size_t k = 0; k < users.size(); ++k) {
      const std::vector<int>& capacity = model_.resources[k].capacity;
      for (int t = 0; t < model_.horizon; ++t) {
        Terms terms;
        double constant = 0;
        for (const User& user : users[k]) {
          Term(user.activity, t - user.demand.from, user.demand.amount, terms, constant);
          Term(user.activity, t - user.demand.to, -user.demand.amount, terms, constant);
        }
        if (terms.empty()) continue;
        for (const auto& [i, supply] : suppliers[k]) {
          Term(i, t - supply.after, -supply.amount, terms, constant);
        }
        AddRow(terms, capacity[std::min(static_cast<size_t>(t), capacity.size() - 1)] - constant);
      }
    }
  }
  void AddGrowths() {
    for (const schedule::Growth& growth : model_.growths) {
      const double factor = static_cast<double>(growth.growth_permille) / 1000;
      for (int t = 0; t < model_.horizon; ++t) {
        Terms terms;
        double constant = 0;
        for (const auto& member : growth.members) {
          const size_t i = static_cast<size_t>(member.activity);
          Term(i, t, member.people, terms, constant);
          Term(i, t - member.live_after, -factor * member.people, terms, constant);
        }
        AddRow(terms, static_cast<double>(growth.pilot) - constant);
      }
    }
  }
  void AddBudget() {
    for (int t = 0; !model_.budget.empty() && t < model_.horizon; ++t) {
      Terms terms;
      double constant = 0;
      for (size_t i = 0; i < model_.activities.size(); ++i) {
        Term(i, t, static_cast<double>(model_.activities[i].cost), terms, constant);
      }
      const size_t at = std::min(static_cast<size_t>(t), model_.budget.size() - 1);
      AddRow(terms, static_cast<double>(model_.budget[at]) - constant);
    }
  }
  void AddArcs() {
    for (const schedule::Arc& arc : model_.arcs) {
      for (int t = 0; t < model_.horizon; ++t) {
        Terms terms;
        double constant = 0;
        Term(static_cast<size_t>(arc.after), t, 1, terms, constant);
        Term(static_cast<size_t>(arc.before), t - arc.lag, -1, terms, constant);
        AddRow(terms, -constant);
      }
    }
  }

  const Model& model_;
  const Values& values_;
  const schedule::Windows windows_;
  std::vector<double> right_;
  std::map<Column, std::vector<std::pair<int, double>>> columns_;
  double constant_ = 0;
};

}  // namespace

absl::StatusOr<double> LinearBound(const Model& model, const Values& values,
                                   const std::string& folder) {
  if (std::system("command -v clp > /dev/null") != 0) return absl::NotFoundError("clp");
  const std::string file = folder + "/bound.mps", answer = folder + "/bound.txt";
  Rows rows(model, values);
  rows.Build();
  {
    std::ofstream out(file);
    out.precision(15);
    rows.Write(out);
  }
  if (std::system(absl::StrCat("clp ", file, " -dualsimplex > ", answer, " 2>&1").c_str()) != 0) {
    return absl::InternalError("clp failed");
  }
  std::ifstream in(answer);
  std::string line;
  while (std::getline(in, line)) {
    std::istringstream words(line);
    std::string first, second;
    double objective = 0;
    if (words >> first >> second >> objective && first == "Optimal" && second == "objective") {
      return rows.constant() - objective;
    }
  }
  return absl::InternalError("clp found no optimum");
}

}  // namespace palier::quality
