/* riskidx.h - composite risk indices and lockdown-exit trade-off curves: everything that is promised.
 *
 * Two ways through the library, each in the order of the headers:
 *   table + framework + recipe -> index -> { audit, zones };  counts -> indicators -> zones in time
 *   scenario + policy -> trajectory -> outcomes;  scenario + plans -> trade-off curve
 *   scenario + space of policies -> optimum, frontier
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef RISKIDX_H
#define RISKIDX_H

#include <riskidx/base.h>
#include <riskidx/sampling.h>

#include <riskidx/index.h>
#include <riskidx/whatif.h>
#include <riskidx/weights.h>
#include <riskidx/audit.h>
#include <riskidx/zone.h>
#include <riskidx/surveillance.h>
#include <riskidx/uncertainty.h>
#include <riskidx/montecarlo.h>

#include <riskidx/epidemic.h>
#include <riskidx/age_sector.h>
#include <riskidx/calibration.h>
#include <riskidx/ensemble.h>
#include <riskidx/policy.h>
#include <riskidx/tradeoff.h>
#include <riskidx/envelope.h>

#include <riskidx/preset.h>

#endif
