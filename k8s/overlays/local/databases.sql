-- SPDX-License-Identifier: Apache-2.0
-- Each service owns its database.
CREATE DATABASE registry;
CREATE DATABASE kpi;
CREATE DATABASE rollout;
CREATE DATABASE reporting;
