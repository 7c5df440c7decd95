//! HiGHS with its own options, beyond what the library uses of it: for comparisons only.

use std::ffi::{CString, c_void};

use highs_sys::*;
use railhead::solver::Lp;

/// One instance of HiGHS holding one program, to be maximised.
pub struct Handle {
    highs: *mut c_void,
}

/// What a run came to.
pub struct Ran {
    pub optimal: bool,
    pub objective: f64,
}

impl Handle {
    pub fn new(lp: &Lp) -> Handle {
        let index = |v: &[usize]| v.iter().map(|j| *j as HighsInt).collect::<Vec<_>>();
        let (start, column) = (index(&lp.row_start[..lp.rows()]), index(&lp.entry_column));
        let lower: Vec<f64> = lp.sides.iter().map(|s| s.lower()).collect();
        let upper: Vec<f64> = lp.sides.iter().map(|s| s.upper()).collect();
        // SAFETY: all arrays have the lengths that are passed, and live through the call.
        let highs = unsafe {
            let highs = Highs_create();
            let off = Highs_setBoolOptionValue(highs, c"output_flag".as_ptr(), 0);
            assert_eq!(off, 0, "HiGHS refused to be quiet");
            let passed = Highs_passLp(
                highs,
                lp.columns() as HighsInt,
                lp.rows() as HighsInt,
                lp.nonzeros() as HighsInt,
                kHighsMatrixFormatRowwise,
                kHighsObjSenseMaximize,
                0.0,
                lp.objective.as_ptr(),
                lp.lower.as_ptr(),
                lp.upper.as_ptr(),
                lower.as_ptr(),
                upper.as_ptr(),
                start.as_ptr(),
                column.as_ptr(),
                lp.entry_value.as_ptr(),
            );
            // 1 is a warning: very small coefficients are dropped.
            assert!(passed == 0 || passed == 1, "HiGHS refused the program: {passed}");
            highs
        };
        Handle { highs }
    }

    pub fn text(&mut self, option: &str, value: &str) -> &mut Self {
        let (o, v) = (CString::new(option).expect("a name"), CString::new(value).expect("a word"));
        // SAFETY: both are strings that end in 0 and live through the call.
        assert_eq!(unsafe { Highs_setStringOptionValue(self.highs, o.as_ptr(), v.as_ptr()) }, 0, "{option}");
        self
    }

    pub fn number(&mut self, option: &str, value: f64) -> &mut Self {
        let o = CString::new(option).expect("a name");
        // SAFETY: as above.
        assert_eq!(unsafe { Highs_setDoubleOptionValue(self.highs, o.as_ptr(), value) }, 0, "{option}");
        self
    }

    pub fn run(&mut self) -> Ran {
        // SAFETY: the handle is alive; names are constant strings.
        unsafe {
            // A run cut short by the time limit returns a warning.
            Highs_run(self.highs);
            Ran {
                optimal: Highs_getModelStatus(self.highs) == MODEL_STATUS_OPTIMAL,
                objective: Highs_getObjectiveValue(self.highs),
            }
        }
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        // SAFETY: created in `new`, freed once.
        unsafe { Highs_destroy(self.highs) }
    }
}
