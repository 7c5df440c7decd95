use railhead::{tables::*, formulation::*, solver::*, campaign::*};
fn main(){
  let dir=std::env::args().nth(1).unwrap();
  let mut tabs=vec![];
  for t in ALL.iter().copied(){
    let p=format!("{dir}/{}.csv",t.id);
    let mut rd=csv::ReaderBuilder::new().from_path(&p).unwrap();
    let h:Vec<String>=rd.headers().unwrap().iter().map(|s|s.to_string()).collect();
    let f=t.fields();
    let rows=rd.records().enumerate().map(|(i,r)|{let r=r.unwrap(); Row{at:format!("{}!{}",t.sheet,i+2),cells:f.iter().map(|x|{let v=h.iter().position(|y|*y==x.id()).map(|k|r[k].to_string()).unwrap_or_default(); Cell{at:format!("{}!{}:{}",t.sheet,i+2,x.id()),value: if v.is_empty(){Value::Empty}else if let Ok(n)=v.parse::<f64>(){Value::Number(n)}else{Value::Text(v)}}}).collect()}}).collect();
    tabs.push(RawTable{table:t,rows,at:t.sheet.into()});
  }
  let rd=read(&RawBook{tables:tabs,problems:vec![],hash:String::new()});
  for p in &rd.problems{println!("{:?} {p}",p.severity);}
  let mut c=rd.campaign.unwrap();
  if let Some(p)=std::env::args().nth(3){c.question.profile=p;}
  if let Some(p)=std::env::args().nth(4){c.question.period=Days(p.parse().unwrap());}
  let e=Earliest::of(&c);
  for k in ["WES","MAN","BER","POZ","LEI","FRM","BUD","NUR","VIE"]{ let i=c.places.iter().position(|p|p.key==k).unwrap(); println!("{k} {:.0}",e.place[i].0);}
  for d in std::env::args().nth(2).unwrap().split(','){
    let s:f64=d.parse().unwrap(); let dd=c.question.period.0;
    let first=(s/dd).round() as usize-1; let last=first+(c.question.sustain.0/dd).floor() as usize;
    let st=std::time::Instant::now();
    let mut p=build(&c,&e,Window{first,last}).unwrap();
    let bt=st.elapsed().as_secs_f64();
    assert!(p.orphans.is_empty(),"{:?}",&p.orphans[..p.orphans.len().min(5)]);
    if std::env::var("COUNT").is_ok(){ let mut m=std::collections::BTreeMap::<String,usize>::new(); for k in &p.columns{*m.entry(format!("{k:?}").split(' ').next().unwrap().to_string()).or_default()+=1;} println!("{m:?}"); let mut m=std::collections::BTreeMap::<String,usize>::new(); for k in &p.rows{*m.entry(format!("{k:?}").split(' ').next().unwrap().to_string()).or_default()+=1;} println!("{m:?}");}
    if let Ok(d)=std::env::var("DROP"){ let mut lp=Lp{objective:p.lp.objective.clone(),lower:p.lp.lower.clone(),upper:p.lp.upper.clone(),row_start:vec![0],..Lp::default()}; let mut rows=vec![]; for i in 0..p.lp.rows(){ let n=format!("{:?}",p.rows[i]); let n=n.split(' ').next().unwrap(); if d.split(',').any(|x|x==n){continue;} for (j,a) in p.lp.row(i){lp.entry_column.push(j);lp.entry_value.push(a);} lp.row_start.push(lp.entry_column.len()); lp.sides.push(p.lp.sides[i]); rows.push(p.rows[i]);} p.lp=lp;p.rows=rows; }
    let backend = if std::env::var("CL").is_ok(){Backend::Clarabel}else{Backend::Highs};
    match solve_priced(&p.lp,&p.likely(&c,&e),backend,&Limits::default()){ Ok(pr)=>{ let sol=pr.solution; if std::env::var("PAY").is_ok(){ let act=p.likely(&c,&e); let mut d=p.lp.objective.clone(); for i in 0..p.lp.rows(){ for (j,a) in p.lp.row(i){ d[j]-=a*sol.y[i]; } } let mut m=std::collections::BTreeMap::<String,f64>::new(); for j in 0..p.lp.columns(){ if !act[j]&&d[j]*p.lp.upper[j]>1e-3{ let n=match p.columns[j]{ColumnKey::March{road,way,..}|ColumnKey::Trucked{road,way,..}=>{let (a,b)=way.along(c.roads[road.0].ends);format!("{} {}>{}",format!("{:?}",p.columns[j]).split(' ').next().unwrap(),c.places[a.0].key,c.places[b.0].key)},ColumnKey::RailMen{line,way,..}|ColumnKey::RailFreight{line,way,..}=>{let (a,b)=way.along(c.lines[line.0].ends);format!("{} {}>{}",format!("{:?}",p.columns[j]).split(' ').next().unwrap(),c.places[a.0].key,c.places[b.0].key)},_=>continue}; *m.entry(n).or_default()+=d[j]*p.lp.upper[j]; }} let mut v:Vec<_>=m.into_iter().collect(); v.sort_by(|a,b|b.1.total_cmp(&a.1)); for x in v.iter().take(60){print!("{} {:.0}; ",x.0,x.1);} println!(); } println!("used {} rounds {}",pr.columns_used,pr.rounds);
      let b=safe_bound(&p.lp,&sol.y); let r=worst_residual(&p.lp,&sol.x);
      println!("s={s} cols {} rows {} nnz {} build {bt:.2}s solve {:.2}s {:?} obj {:.4} bound {:.4} (cols {:.2e}, round {:.2e}) sustained {:.2} resid {:.1e}",p.lp.columns(),p.lp.rows(),p.lp.nonzeros(),sol.seconds,sol.status,p.lp.value(&sol.x),b.value,b.from_columns,b.rounding,p.value(&sol.x,ColumnKey::Sustained),r.absolute);
      // families by dual contribution
      let mut fam=std::collections::BTreeMap::<String,f64>::new();
      for (i,k) in p.rows.iter().enumerate(){ let y=sol.y[i]; if y.abs()>1e-9{ let b=match p.lp.sides[i]{Sides::AtMost(b)|Sides::AtLeast(b)|Sides::Equal(b)=>b}; let n=format!("{k:?}"); *fam.entry(n.split(' ').next().unwrap().to_string()).or_default()+=y*b; } }
      let mut v:Vec<_>=fam.into_iter().filter(|x|x.1.abs()>0.5).collect(); v.sort_by(|a,b|b.1.abs().total_cmp(&a.1.abs())); println!("   {v:?}");
    }, Err(e)=>println!("{e}") }
  }
}
