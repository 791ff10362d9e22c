/* weights.i - weights made from data or judgement; included by riskidx.i, whose typemaps it uses. */
%ignore rix_consistency;

%{
static rix_h_obj rix_h_consistency(const rix_consistency *c)
{
    rix_h_obj r = rix_h_record_new(3);
    rix_h_record_set(r, 0, "eigenvalue", rix_h_number(c->eigenvalue));
    rix_h_record_set(r, 1, "index", rix_h_number(c->index));
    rix_h_record_set(r, 2, "ratio", rix_h_number(c->ratio));
    return rix_h_record_done(r);
}
%}

%typemap(in, numinputs=0) rix_consistency *consistency (rix_consistency value) { $1 = &value; }
%typemap(argout) rix_consistency *consistency { RIX_H_APPEND(rix_h_consistency($1)); }

%include "riskidx/weights.h"
