/* age_sector.i - the epidemic by age and sector; included by riskidx.i, whose typemaps it uses. */
%ignore rix_behaviour_name;
%ignore rix_behaviour_from_name;
%ignore rix_demand_name;
%ignore rix_demand_from_name;
%ignore rix_overflow_name;
%ignore rix_overflow_from_name;
%ignore rix_reproduction_name;
%ignore rix_reproduction_from_name;
%ignore rix_accounts_name;
%ignore rix_accounts_from_name;
%ignore rix_course_kind_name;
%ignore rix_course_free;
%ignore rix_daedalus_free;
%ignore rix_country;
%ignore rix_country_planner_options;
%ignore rix_country_planner_free;
%ignore rix_preset_country;
%ignore rix_pathogen;
%ignore rix_vaccination;
%ignore rix_age_sector;
%ignore rix_response;
%ignore rix_course_event;
%ignore rix_course_period;
%ignore rix_fiscal;
%ignore rix_course_options;
%ignore rix_preset_pathogen;
%ignore rix_preset_closure;
%ignore rix_preset_vaccination;

%{
#include "structs_age.h"
%}

RIX_RECORD_IN(rix_age_sector, rix_h_read_age_sector)
RIX_RECORD_IN(rix_response, rix_h_read_response)
RIX_RECORD_IN(rix_country, rix_h_read_country)
RIX_RECORD_IN(rix_pathogen, rix_h_read_pathogen)
RIX_RECORD_IN(rix_country_planner_options, rix_h_read_country_planner_options)
RIX_RECORD_IN(rix_course_options, rix_h_read_course_options)
RIX_RECORD_OUT(rix_preset_pathogen, rix_h_preset_pathogen)
RIX_RECORD_OUT(rix_preset_closure, rix_h_preset_closure)
RIX_RECORD_OUT(rix_preset_country, rix_h_preset_country)
RIX_RECORD_OUT(rix_preset_vaccination, rix_h_preset_vaccination)
RIX_RECORD_OUT(rix_course_event, rix_h_course_event)
RIX_RECORD_OUT(rix_course_period, rix_h_course_period)
RIX_RECORD_OUT(rix_fiscal, rix_h_fiscal)
RIX_PRESET_OUT(rix_preset_pathogen, rix_h_preset_pathogen)
RIX_PRESET_OUT(rix_preset_closure, rix_h_preset_closure)
RIX_PRESET_OUT(rix_preset_country, rix_h_preset_country)
RIX_PRESET_OUT(rix_preset_vaccination, rix_h_preset_vaccination)

/* The parts as the program reads them come back as a record of what it changes. */
%typemap(in, numinputs=0) rix_age_sector **out (rix_age_sector *theirs = NULL) { $1 = &theirs; }
%typemap(argout) rix_age_sector **out { RIX_H_APPEND(rix_h_daedalus(*$1)); }
%typemap(freearg) rix_age_sector **out { rix_daedalus_free(theirs$argnum); }

/* So do the parts of a country's planner. */
%typemap(in, numinputs=0) rix_planner_sir **out (rix_planner_sir *theirs = NULL) { $1 = &theirs; }
%typemap(argout) rix_planner_sir **out { RIX_H_APPEND(rix_h_planner_sir(*$1)); }
%typemap(freearg) rix_planner_sir **out { rix_country_planner_free(theirs$argnum); }

RIX_HANDLE(rix_course, rix_course_free)

%include "riskidx/age_sector.h"
